namespace Integrations.Benchmarks.Scale;

/// <summary>What one piece of work costs, in milliseconds.</summary>
/// <param name="Web">Processor time of the hub's process.</param>
/// <param name="Database">Processor time of PostgreSQL.</param>
internal sealed record Cost(double Web, double Database)
{
    public static Cost operator +(Cost one, Cost other) => new(one.Web + other.Web, one.Database + other.Database);

    public static Cost operator *(double times, Cost cost) => new(times * cost.Web, times * cost.Database);
}
