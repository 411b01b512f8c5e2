using Integrations.Primitives;

namespace Integrations.Core.Connections;

/// <summary>This process among others on the same database.</summary>
public sealed class NodeIdentity
{
    /// <summary>Unique for each start: random part, process id and machine, at most 80 characters. Leases carry it.</summary>
    public string Name { get; } = Text.Cut($"{Guid.NewGuid():N}/{Environment.ProcessId}/{Environment.MachineName}", 80);
}
