namespace Integrations.Benchmarks.Scale;

/// <summary>A load on a cluster, and what came of it.</summary>
internal sealed class Case
{
    private const int Jobs = 400_000;

    public Case(string name, Load load, Cluster cluster, int seed)
    {
        (Name, Load, Cluster) = (name, load, cluster);
        Run = new Simulation(cluster, new Draw(seed, Draw.AsMeasured)).Open([.. load.Work, Load.Polls(cluster.Nodes)], Jobs);
    }

    public string Name { get; }

    public Load Load { get; }

    public Cluster Cluster { get; }

    public Simulation Run { get; }
}
