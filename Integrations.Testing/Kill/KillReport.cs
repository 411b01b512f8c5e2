namespace Integrations.Testing.Kill;

/// <summary>What became of everything that was promised.</summary>
internal sealed record KillReport
{
    public required string Database { get; init; }

    public required int Seed { get; init; }

    public required int Kills { get; init; }

    /// <summary>Kills that found deliveries claimed and not finished.</summary>
    public required int KillsInFlight { get; init; }

    /// <summary>API calls that were answered with success, each of which raises one event.</summary>
    public required int Acknowledged { get; init; }

    /// <summary>Acknowledged calls without an event (RELIABILITY D5), and events of calls that no one made.</summary>
    public required int UnmatchedCalls { get; init; }

    public required int Events { get; init; }

    public required int Endpoints { get; init; }

    public required int Received { get; init; }

    /// <summary>Pairs of event and endpoint that arrived more than once, counting each further arrival.</summary>
    public required int Duplicates { get; init; }

    /// <summary>Arrivals whose id is no event's, or whose bytes differ from those of the same event before.</summary>
    public required int Foreign { get; init; }

    /// <summary>Given up and visible in the log, to be replayed by hand.</summary>
    public required int DeadLetters { get; init; }

    /// <summary>Pairs that neither arrived nor are dead letters.</summary>
    public required int Lost { get; init; }

    /// <summary>From the last start to the last delivery.</summary>
    public required TimeSpan DrainedAfter { get; init; }

    /// <summary><c>ok</c>, or what the database found of itself.</summary>
    public required string Integrity { get; init; }

    public bool Holds => Lost == 0 && UnmatchedCalls == 0 && Foreign == 0 && Integrity == "ok";

    /// <returns>The exit code.</returns>
    public int Print(TextWriter to)
    {
        to.WriteLine($"""
            kill -9, {Kills} times, {Database} (seed {Seed})
              kills with deliveries in flight   {KillsInFlight,8}
              acknowledged calls                {Acknowledged,8}
              events                            {Events,8}
              endpoints                         {Endpoints,8}
              deliveries promised               {Events * Endpoints,8}
              deliveries received               {Received,8}
              duplicates (same id)              {Duplicates,8}
              dead letters                      {DeadLetters,8}
              lost                              {Lost,8}
              foreign ids or bytes              {Foreign,8}
              calls without their event         {UnmatchedCalls,8}
              all delivered after last start    {DrainedAfter.TotalSeconds,8:0.0} s
              integrity of the database         {Integrity,8}
            """);
        return Figures.Verdict(Holds, "no event lost, duplicates carry the same id, the database is whole", to);
    }
}
