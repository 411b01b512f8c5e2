namespace Integrations.Core.Storage;

/// <summary>What a database says of itself.</summary>
/// <param name="Journal">The mode of its journal; null where it has only one.</param>
/// <param name="ReadersWait">Readers wait for writers in this mode.</param>
/// <param name="Time">Its own clock; null where it has the program's.</param>
public sealed record DatabaseFacts(string? Journal, bool ReadersWait, DateTimeOffset? Time);
