using System.Globalization;

namespace Integrations.Benchmarks.Scale;

/// <summary>Cases side by side.</summary>
internal static class CaseTable
{
    private static readonly (string Name, Func<Case, string> Of)[] Rows =
    [
        ("organizations", c => Number(c.Load.Organizations)),
        ("people", c => Number(c.Load.People)),
        ("connections", c => Number(c.Load.Connections)),
        ("a second: lists", c => Number(PerSecond(c, work => work == Work.List))),
        ("a second: calls of vendors, the hub's own too", c => Number(PerSecond(c, work => work.Steps.Any(step => step.Stage == Stage.Vendor)))),
        ("a second: vendors' events, deliveries, each", c => Number(PerSecond(c, work => work == Work.Delivery))),
        ("a second: pulls, checks and renewals", c => Number(c.Load.ByItself.Sum(arrivals => arrivals.PerSecond))),
        ("  their part of the processors' time", c => Share(c.Load.ByItselfShare)),
        ("a second: commits of a database", c => Number(c.Run.CommitsOfDatabase)),
        ("needed: nodes of 2 processors", c => Number(c.Cluster.Nodes)),
        ("needed: databases of 16 processors", c => Number(c.Cluster.Databases)),
        ("busy: processors of nodes", c => Share(c.Run.WebBusy)),
        ("busy: processors of databases", c => Share(c.Run.DatabaseBusy)),
        ("busy: syncs of a database's disk", c => Share(c.Run.DiskBusy)),
        ("list in queues, p50 / p95 / p99 ms", c => c.Run.Waited(Work.List).ToString()),
        ("list until answered", c => c.Run.Answered(Work.List).ToString()),
        ("vendor call in queues", c => c.Run.Waited(Work.VendorCall).ToString()),
        ("vendor call until answered", c => c.Run.Answered(Work.VendorCall).ToString()),
        ("delivery in queues", c => c.Run.Waited(Work.Delivery).ToString()),
        ("delivery from commit to first attempt", c => c.Run.Answered(Work.Delivery).ToString()),
        .. Tables(new Load(1)),
    ];

    public static void Print(IReadOnlyList<Case> cases)
    {
        Console.WriteLine();
        Console.WriteLine($"  {"",-46}{string.Concat(cases.Select(c => $"{c.Name,20}"))}");
        foreach (var (name, of) in Rows)
        {
            Console.WriteLine($"  {name,-46}{string.Concat(cases.Select(c => $"{of(c),20}"))}");
        }
    }

    private static IEnumerable<(string, Func<Case, string>)> Tables(Load any) => any.RowsADay.Select((table, i) =>
        ($"rows a day: {table.Table}", new Func<Case, string>(c => Number(c.Load.RowsADay[i].Rows))));

    private static double PerSecond(Case c, Func<Work, bool> which) => c.Load.Work.Where(arrivals => which(arrivals.Work)).Sum(arrivals => arrivals.PerSecond);

    private static string Number(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Share(double value) => value.ToString("P0", CultureInfo.InvariantCulture);
}
