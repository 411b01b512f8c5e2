namespace Integrations.Benchmarks.Scale;

/// <summary>Waits that are known without simulating.</summary>
internal static class Queueing
{
    /// <summary>Erlang's C: the chance to have to wait, with random arrivals and exponential times.</summary>
    /// <param name="servers">How many.</param>
    /// <param name="busy">Share of their time.</param>
    public static double ChanceToWait(int servers, double busy)
    {
        // By the recursion for Erlang's B, which has no large numbers in it.
        var (offered, blocked) = (servers * busy, 1.0);
        for (var n = 1; n <= servers; n++)
        {
            blocked = offered * blocked / (n + (offered * blocked));
        }

        return blocked / (1 - (busy * (1 - blocked)));
    }

    /// <summary>M/M/c: the mean wait.</summary>
    public static double MeanWait(int servers, double busy, double time) => ChanceToWait(servers, busy) * time / (servers * (1 - busy));

    /// <summary>M/M/c: the wait that this percentage stays below.</summary>
    public static double WaitAt(double percent, int servers, double busy, double time) =>
        Math.Max(0, Math.Log(ChanceToWait(servers, busy) / (1 - (percent / 100))) * time / (servers * (1 - busy)));

    /// <summary>M/G/1 by Pollaczek and Khinchine: the mean wait.</summary>
    /// <param name="variation">The square of the times' coefficient of variation: 0 where all are alike, 1/k for Erlang's of k phases.</param>
    public static double MeanWaitOfOne(double busy, double time, double variation) => busy * time * (1 + variation) / (2 * (1 - busy));
}
