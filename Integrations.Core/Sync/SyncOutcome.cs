namespace Integrations.Core.Sync;

/// <summary>What a sync found.</summary>
/// <param name="Changes">Things that changed at the vendor, by entity type.</param>
/// <param name="LinksChanged">Links that look different now.</param>
/// <param name="IsComplete">False while more waits at the vendor: the next run goes on from there.</param>
public sealed record SyncOutcome(IReadOnlyDictionary<string, int> Changes, int LinksChanged, bool IsComplete, DateTimeOffset At)
{
    /// <summary>Parts that the vendor refused, each as a sentence that names it; the rest was pulled (RELIABILITY K2).</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];
}
