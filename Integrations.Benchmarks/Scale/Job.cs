namespace Integrations.Benchmarks.Scale;

/// <summary>One piece of work under way.</summary>
internal sealed class Job(Work work, Station node, Station database, DiskLog log)
{
    public Work Work => work;

    public Station Node => node;

    public Station Database => database;

    public DiskLog Log => log;

    /// <summary>Which step is next.</summary>
    public int Next { get; set; }

    public double Started { get; set; }

    /// <summary>Since when it waits in a queue.</summary>
    public double WaitsSince { get; set; }

    /// <summary>In queues, all together.</summary>
    public double Waited { get; set; }
}
