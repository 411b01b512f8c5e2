namespace Integrations.Core.Linking;

/// <summary>One reason for a likely match, for pages to put into words.</summary>
/// <param name="Number">Minutes or people; 0 where the evidence says all.</param>
/// <param name="Of">How many people there are; 0 elsewhere.</param>
public sealed record MatchReason(MatchEvidence Evidence, int Number = 0, int Of = 0);
