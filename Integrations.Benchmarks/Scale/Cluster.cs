namespace Integrations.Benchmarks.Scale;

/// <summary>Machines. Each database has nodes of its own, because a pool of every node at every database would be too many connections.</summary>
/// <param name="Databases">PostgreSQL servers, over which organizations are spread evenly.</param>
/// <param name="NodesOfDatabase">Processes of the web program beside each of them.</param>
/// <param name="NodeProcessors">Of each node.</param>
/// <param name="DatabaseProcessors">Of each PostgreSQL server.</param>
internal sealed record Cluster(int Databases, int NodesOfDatabase, int NodeProcessors, int DatabaseProcessors)
{
    /// <summary>As it was measured on; more in one process was not.</summary>
    public const int MeasuredNode = 2;

    /// <summary>ASSUMED: a large server whose processors all help. PostgreSQL was measured on two, which it shared.</summary>
    public const int LargeDatabase = 16;

    /// <summary>Above it waits grow faster than work; what is left is for a node that is away, and for organizations that are not spread evenly.</summary>
    public const double MostBusy = 0.6;

    /// <summary>Hub and database on the same processors, as in the measurements.</summary>
    public bool IsOneMachine { get; init; }

    public double DiskSyncMs { get; init; } = UnitCosts.DiskSync;

    public int Nodes => Databases * NodesOfDatabase;

    /// <summary>As many machines as keep processors of both kinds at most so busy, what nodes ask by themselves included.</summary>
    public static Cluster For(Load load)
    {
        var cost = load.Work.Aggregate(new Cost(0, 0), (sum, arrivals) => sum + (arrivals.PerSecond * arrivals.Work.Cost));
        var (databases, nodes) = (1, 1);
        for (var before = (0, 0); before != (databases, nodes);)
        {
            before = (databases, nodes);
            var polls = Load.Polls(databases * nodes);
            var all = cost + (polls.PerSecond * polls.Work.Cost);
            databases = Needed(all.Database, LargeDatabase);
            nodes = (Needed(all.Web, MeasuredNode) + databases - 1) / databases;
        }

        return new Cluster(databases, nodes, MeasuredNode, LargeDatabase);
    }

    private static int Needed(double millisecondsASecond, int processors) => (int)Math.Ceiling(millisecondsASecond / 1_000 / MostBusy / processors);
}
