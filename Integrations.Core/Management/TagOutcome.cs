namespace Integrations.Core.Management;

/// <summary>What became of tags that were put on many integrations.</summary>
/// <param name="Changed">Those that have other tags now.</param>
/// <param name="Unchanged">Those that had them already.</param>
/// <param name="Full">Names of those left as they are because they would have too many.</param>
/// <param name="Refused">How many the caller may not change, that are gone, or that other people kept changing at the same moment.</param>
public sealed record TagOutcome(int Changed, int Unchanged, IReadOnlyList<string> Full, int Refused);
