using Integrations.Core.Connections;

namespace Integrations.Core.Diagnostics;

/// <summary>What waits in the database, of all organizations together.</summary>
/// <param name="Waiting">Deliveries that are neither delivered nor given up.</param>
/// <param name="OldestDue">How long the oldest event or delivery has been due that nothing stands in the way of; zero when nothing is.</param>
/// <param name="Connections">Living connections by state.</param>
public sealed record QueueFigures(int Waiting, TimeSpan OldestDue, IReadOnlyDictionary<ConnectionStatus, int> Connections)
{
    /// <summary>Before the first look.</summary>
    public static QueueFigures None { get; } = new(0, TimeSpan.Zero, new Dictionary<ConnectionStatus, int>());
}
