namespace Integrations.Core.Activity;

/// <summary>How long calls took, counted in steps: enough for a percentile, without keeping each call.</summary>
public static class CallTimes
{
    /// <summary>In milliseconds, each step's end; one more step has no end.</summary>
    private static readonly int[] Ends = [50, 100, 200, 300, 500, 750, 1_000, 1_500, 2_500, 5_000, 10_000];

    /// <summary>The longest time that is told; a percentile of this much is "or more".</summary>
    public static int Longest => Ends[^1];

    internal static int Steps => Ends.Length + 1;

    /// <summary>Which step a call belongs to.</summary>
    internal static int StepOf(int milliseconds)
    {
        var step = Array.FindIndex(Ends, end => milliseconds <= end);
        return step < 0 ? Ends.Length : step;
    }

    /// <summary>The calls of each step.</summary>
    internal static int[] Count(IEnumerable<ActivityEntry> calls)
    {
        var counts = new int[Steps];
        foreach (var call in calls)
        {
            counts[StepOf(call.DurationMs)]++;
        }

        return counts;
    }

    /// <summary>The time within which a share of the calls ended, in milliseconds: evenly spread within its step. <see cref="Longest"/> stands for all that is longer.</summary>
    /// <param name="counts">The calls of each step.</param>
    /// <param name="share">0 to 1, such as 0.95.</param>
    /// <returns>Null where none was counted.</returns>
    internal static int? Percentile(IReadOnlyList<long> counts, double share)
    {
        var total = counts.Sum();
        if (total == 0)
        {
            return null;
        }

        var wanted = share * total;
        long before = 0;
        for (var step = 0; step < Ends.Length; step++)
        {
            if (before + counts[step] >= wanted)
            {
                var start = step == 0 ? 0 : Ends[step - 1];
                return (int)Math.Ceiling(start + ((Ends[step] - start) * ((wanted - before) / counts[step])));
            }

            before += counts[step];
        }

        return Longest;
    }
}
