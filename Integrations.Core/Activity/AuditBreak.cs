namespace Integrations.Core.Activity;

/// <summary>Where a chain stops being what was written, and how.</summary>
/// <param name="Sequence">The first place that is not as it was; 0 for what is older than the chain.</param>
/// <param name="Reason">For people who run the hub.</param>
public sealed record AuditBreak(long Sequence, string Reason);
