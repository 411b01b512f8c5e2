using Integrations.Benchmarks.Load;

namespace Integrations.Benchmarks.Scale;

/// <summary>
/// What a cluster would do under 1, 10 and 100 times a million connections, by the costs that were measured on one machine. A calculation, not a measurement:
/// docs/scale.md says what it leaves out.
/// </summary>
internal static class ScaleModel
{
    private const string Document = "docs/performance.md";
    private const double SlowSyncMs = 2;

    /// <returns>0 when the model gives known waits, and the figures back that its costs were worked out of.</returns>
    /// <exception cref="VoidRunException">It does not give known waits, or the document no longer says what the costs rest on.</exception>
    public static int Run(int seed)
    {
        MustStandInDocument();
        KnownQueues.Check(seed);
        var isKept = Box.Print(seed);
        PrintCosts();
        PrintLoads(seed);
        PrintOneDatabase();
        return isKept ? 0 : 1;
    }

    private static void MustStandInDocument()
    {
        var lines = File.Exists(Document) ? File.ReadAllLines(Document) : throw new VoidRunException($"{Document} is not there: run scripts/measure scale.");
        if (Figure.All.FirstOrDefault(figure => !figure.StandsIn(lines)) is { } gone)
        {
            throw new VoidRunException($"{Document} no longer says \"{gone.Figure}\" of \"{gone.Line}\".");
        }
    }

    private static void PrintCosts()
    {
        Console.WriteLine();
        Console.WriteLine("Costs, milliseconds of a processor each");
        Console.WriteLine($"  {"",-24} {"web",8} {"database",9} {"commits",8}");
        foreach (var work in new Load(1).Work.Select(arrivals => arrivals.Work).Append(Work.Poll))
        {
            Console.WriteLine($"  {work.Name,-24} {work.Cost.Web,8:0.00} {work.Cost.Database,9:0.00} {work.Commits,8}");
        }
    }

    private static void PrintLoads(int seed)
    {
        var (one, ten, hundred) = (new Load(1), new Load(10), new Load(100));
        var cluster = Cluster.For(one);
        CaseTable.Print(
        [
            new Case("1 time", one, cluster, seed),
            new Case("one node less", one, cluster with { NodesOfDatabase = cluster.NodesOfDatabase - 1 }, seed),
            new Case($"sync of {SlowSyncMs:0} ms", one, cluster with { DiskSyncMs = SlowSyncMs }, seed),
            new Case("10 times", ten, Cluster.For(ten), seed),
            new Case("100 times", hundred, Cluster.For(hundred), seed),
        ]);
    }

    private static void PrintOneDatabase()
    {
        var busy = Cluster.LargeDatabase * Cluster.MostBusy * 1_000;
        Console.WriteLine();
        Console.WriteLine($"One PostgreSQL of {Cluster.LargeDatabase} processors, {Cluster.MostBusy:P0} busy with one kind of work alone, a second");
        foreach (var work in new[] { Work.List, Work.VendorCall, Work.Accept, Work.Delivery, Work.Pull })
        {
            Console.WriteLine($"  {work.Name,-22} {busy / work.Cost.Database,10:#,0}");
        }

        var ofOne = new Load(1).Work.Sum(arrivals => arrivals.PerSecond * arrivals.Work.Cost.Database);
        Console.WriteLine($"  {"or connections, with all that they bring",-22} {busy / ofOne * new Load(1).Connections,10:#,0}");
    }
}
