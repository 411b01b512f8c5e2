using Integrations.Primitives;

namespace Integrations.Core.Connections;

/// <summary>This process among others on the same database.</summary>
public sealed class NodeIdentity
{
    public string Name { get; } = Text.Cut($"{Guid.NewGuid():N}/{Environment.ProcessId}/{Environment.MachineName}", 80);
}
