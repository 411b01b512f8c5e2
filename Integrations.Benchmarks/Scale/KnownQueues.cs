using Integrations.Benchmarks.Load;

namespace Integrations.Benchmarks.Scale;

/// <summary>The simulation beside queues whose waits are known: before it says anything, it has to say what is true there.</summary>
internal static class KnownQueues
{
    private const double Time = 2;
    private const int Jobs = 3_000_000;
    private const double MostOff = 0.03;

    private static readonly Work One = new("one step", [new Step(Stage.Web, Time), new Step(Stage.Answer)]);

    /// <exception cref="VoidRunException">They differ by more than random arrivals explain.</exception>
    public static void Check(int seed)
    {
        Console.WriteLine($"Waits of queues that are known, simulated with {Jobs:N0} arrivals; {Time:0} ms each, in milliseconds");
        Console.WriteLine($"  {"",-44} {"simulated",10} {"known",10} {"ratio",8}");
        var largest = new[]
        {
            Many("M/M/2 at 0.7", servers: 2, busy: 0.7, seed),
            Many("M/M/16 at 0.8", servers: 16, busy: 0.8, seed),
            Alone("M/D/1 at 0.8", Draw.Constant, variation: 0, seed),
            Alone($"M/E{Draw.AsMeasured}/1 at 0.8, as used below", Draw.AsMeasured, variation: 1.0 / Draw.AsMeasured, seed),
        }.Max();
        if (largest > MostOff)
        {
            throw new VoidRunException($"The simulation is off by {largest:P1} where the truth is known; at most {MostOff:P0}.");
        }
    }

    private static double Many(string name, int servers, double busy, int seed)
    {
        var waits = Simulate(servers, busy, phases: 1, seed);
        return new[]
        {
            Print($"{name}, mean", waits.Mean, Queueing.MeanWait(servers, busy, Time)),
            Print($"{name}, p95", waits.At(95), Queueing.WaitAt(95, servers, busy, Time)),
            Print($"{name}, p99", waits.At(99), Queueing.WaitAt(99, servers, busy, Time)),
        }.Max();
    }

    private static double Alone(string name, int phases, double variation, int seed) =>
        Print($"{name}, mean", Simulate(1, 0.8, phases, seed).Mean, Queueing.MeanWaitOfOne(0.8, Time, variation));

    private static Times Simulate(int servers, double busy, int phases, int seed) =>
        new Simulation(new Cluster(Databases: 1, NodesOfDatabase: 1, servers, DatabaseProcessors: 1), new Draw(seed, phases))
            .Open([new Arrivals(One, servers * busy / Time * 1_000)], Jobs).Waited(One);

    private static double Print(string name, double simulated, double known)
    {
        Console.WriteLine($"  {name,-44} {simulated,10:0.000} {known,10:0.000} {simulated / known,8:0.000}");
        return Math.Abs((simulated / known) - 1);
    }
}
