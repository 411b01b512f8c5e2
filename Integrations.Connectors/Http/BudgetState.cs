namespace Integrations.Connectors.Http;

/// <summary>How a budget stands that all nodes spend together.</summary>
/// <param name="Granted">What the claim was given; zero where there was no room.</param>
/// <param name="Limit">The account's own number of requests in a window, as the vendor told any node; null where it told none.</param>
/// <param name="SpentUntil">The vendor takes no more until then; null, or in the past, where it did not say so.</param>
/// <param name="Taken">How much was taken, by when it is free again; the earliest first.</param>
public sealed record BudgetState(int Granted, int? Limit, DateTimeOffset? SpentUntil, IReadOnlyList<(DateTimeOffset FreeAt, int Count)> Taken)
{
    /// <summary>Calls of people that wait for it at other nodes, where it was looked for.</summary>
    public int PeopleElsewhere { get; init; }

    /// <summary>Calls of work that can wait which do so at other nodes.</summary>
    public int JobsElsewhere { get; init; }

    /// <summary>Requests that count at a time.</summary>
    public int TakenAt(DateTimeOffset now) => Taken.Where(part => part.FreeAt > now).Sum(part => part.Count);

    /// <summary>When less than <paramref name="most"/> is taken, or the vendor takes requests again.</summary>
    internal DateTimeOffset RoomAt(int most, DateTimeOffset now)
    {
        if (SpentUntil > now)
        {
            return SpentUntil.Value;
        }

        var wanted = TakenAt(now) - most + 1;
        var last = now;
        foreach (var (freeAt, count) in Taken.Where(part => part.FreeAt > now))
        {
            last = freeAt;
            wanted -= count;
            if (wanted <= 0)
            {
                break;
            }
        }

        return last;
    }

    /// <summary>What is left now.</summary>
    /// <param name="requests">In a window, where the vendor told no other number.</param>
    /// <param name="now">The time.</param>
    internal BudgetLevel Level(int requests, DateTimeOffset now) =>
        BudgetLevel.Of(Limit ?? requests, TakenAt(now), Taken.Count > 0 && Taken[^1].FreeAt > now ? Taken[^1].FreeAt : null, SpentUntil, now);
}
