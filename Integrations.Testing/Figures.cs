using System.Diagnostics;

namespace Integrations.Testing;

/// <summary>Measured times, in milliseconds.</summary>
internal sealed class Figures(string name)
{
    private readonly List<double> _values = [];

    public string Name => name;

    public double Median => At(0.5);

    public double P95 => At(0.95);

    public async Task MeasureAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        Add(Stopwatch.GetElapsedTime(started));
    }

    public void Add(TimeSpan time) => _values.Add(time.TotalMilliseconds);

    /// <summary>A table of absolute numbers, with the ratio to the first row.</summary>
    public static void Print(string title, params Figures[] rows)
    {
        Console.WriteLine(title);
        Console.WriteLine($"  {"",-44} {"median ms",12} {"p95 ms",12} {"min ms",12} {"ratio",8} {"n",6}");
        foreach (var row in rows)
        {
            Console.WriteLine($"  {row.Name,-44} {row.Median,12:0.000} {row.P95,12:0.000} {row.At(0),12:0.000} {row.Median / rows[0].Median,8:0.00} {row._values.Count,6}");
        }
    }

    /// <summary>States a claim and whether it held.</summary>
    /// <returns>The exit code.</returns>
    public static int Verdict(bool held, string claim, TextWriter? to = null)
    {
        (to ?? Console.Out).WriteLine($"  {(held ? "holds" : "FALLS SHORT")}: {claim}");
        return held ? 0 : 1;
    }

    public double At(double share)
    {
        var sorted = _values.Order().ToList();
        return sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(share * sorted.Count) - (share > 0 ? 1 : 0))];
    }
}
