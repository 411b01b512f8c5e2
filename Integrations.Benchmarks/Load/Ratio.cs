namespace Integrations.Benchmarks.Load;

/// <summary>
/// One measure, ours beside a yardstick's, taken in turns over several rounds: a ratio says the same on a fast and on a slow
/// machine, and turns keep what else the machine does out of it.
/// </summary>
/// <param name="name">What is measured.</param>
/// <param name="unit">Of both absolute figures.</param>
/// <param name="target">What the median ratio has to reach.</param>
/// <param name="atMost">Whether the target is an upper bound.</param>
internal sealed class Ratio(string name, string unit, double target, bool atMost)
{
    private readonly List<(double Ours, double Yardstick)> _rounds = [];

    public int Rounds => _rounds.Count;

    public bool Holds => _rounds.Count > 0 && (atMost ? Median(Shares) <= target : Median(Shares) >= target);

    private IEnumerable<double> Shares => _rounds.Select(round => round.Ours / round.Yardstick);

    public void Add(double ours, double yardstick) => _rounds.Add((ours, yardstick));

    /// <summary>Prints a table of ratios with both absolute figures.</summary>
    /// <returns>The exit code: 0 when every target is met.</returns>
    public static int Print(string title, params Ratio[] rows)
    {
        Console.WriteLine($"{title}; load average {LoadAverage()}");
        Console.WriteLine($"  {"",-46} {"ours",12} {"yardstick",12} {"unit",10} {"ratio",8} {"min-max",15} {"target",9} {"rounds",7}");
        foreach (var row in rows)
        {
            var shares = row.Shares.ToList();
            Console.WriteLine(
                $"  {row.Name,-46} {Median(row._rounds.Select(r => r.Ours)),12:0.###} {Median(row._rounds.Select(r => r.Yardstick)),12:0.###} {row.Unit,10} "
                + $"{Median(shares),8:0.000} {$"{shares.Min():0.000}-{shares.Max():0.000}",15} {$"{(row.IsUpperBound ? "<=" : ">=")} {row.Target:0.0##}",9} {row.Rounds,7}  {(row.Holds ? "holds" : "FALLS SHORT")}");
        }

        return rows.All(row => row.Holds) ? 0 : 1;
    }

    /// <summary>The middle of some values.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }

    private string Name => name;

    private string Unit => unit;

    private double Target => target;

    private bool IsUpperBound => atMost;

    // A busy machine is said, so that a reader knows what the absolute figures are worth.
    public static string LoadAverage() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
