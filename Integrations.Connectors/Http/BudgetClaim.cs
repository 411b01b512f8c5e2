namespace Integrations.Connectors.Http;

/// <summary>What a node asks of a budget that all nodes spend together.</summary>
/// <param name="Key">Which budget of whom, the same on all nodes; at most 120 characters, with nothing secret in it.</param>
/// <param name="Part">What is taken is counted by such parts of a window.</param>
/// <param name="At">The node's time.</param>
public sealed record BudgetClaim(string Key, TimeSpan Part, DateTimeOffset At)
{
    /// <summary>A window has so many parts; what was taken in one is free again when no window holds both.</summary>
    public const int Parts = 10;

    /// <summary>Requests that are wanted; zero to take none.</summary>
    public int Want { get; init; }

    /// <summary>What is taken by all nodes may come to this, and not beyond.</summary>
    public int Most { get; init; }

    /// <summary>They are sent at the latest then; what is counted ends a window later.</summary>
    public DateTimeOffset UseBy { get; init; } = At;

    /// <summary>Requests of an earlier lease that were not sent.</summary>
    public int Unused { get; init; }

    /// <summary>The <see cref="UseBy"/> that those had.</summary>
    public DateTimeOffset UnusedBy { get; init; } = At;

    /// <summary>The account's own number of requests in a window, where the vendor told it just now.</summary>
    public int? Limit { get; init; }

    /// <summary>Until when the vendor takes no more, where it told that just now.</summary>
    public DateTimeOffset? SpentUntil { get; init; }
}
