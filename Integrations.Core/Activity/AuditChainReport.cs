namespace Integrations.Core.Activity;

/// <summary>What was found of one chain.</summary>
/// <param name="ChainId">The organization; empty for changes above organizations.</param>
/// <param name="From">The first place that was looked at; above 1 where what is before it was removed at its age.</param>
/// <param name="Sequence">The last place that was looked at.</param>
/// <param name="Hash">The hash there; empty for a chain that has not begun.</param>
/// <param name="Unchained">Entries from before there were chains; only their number is vouched for.</param>
/// <param name="BrokenAt">Null for a chain that is whole.</param>
public sealed record AuditChainReport(Guid ChainId, long From, long Sequence, string Hash, int Unchained, AuditBreak? BrokenAt);
