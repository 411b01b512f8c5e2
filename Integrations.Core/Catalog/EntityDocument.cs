using Integrations.Connectors.Manifest;

namespace Integrations.Core.Catalog;

/// <summary>001's IntegrationEntity.</summary>
public sealed record EntityDocument(string Name, string? DisplayName = null, string? Description = null)
{
    /// <summary>What things of this kind have; empty where the provider says nothing of it.</summary>
    public IReadOnlyList<EntityFieldDescriptor> Fields { get; init; } = [];
}
