namespace Integrations.Core.Activity;

/// <summary>What the audit entry about a removed segment says, as JSON in <see cref="AuditEntry.After"/>.</summary>
/// <param name="From">The first place that was removed then.</param>
/// <param name="Through">The last one.</param>
/// <param name="Hash">The last one's hash, which the entry after it was linked with.</param>
internal sealed record RemovedSegment(long From, long Through, string Hash);
