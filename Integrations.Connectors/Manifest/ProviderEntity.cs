namespace Integrations.Connectors.Manifest;

/// <summary>A kind of thing that the vendor has and the connector knows: events, issues, files.</summary>
/// <param name="Name">Lower case, such as <c>event</c>; stable.</param>
/// <param name="Searchable">Search can be narrowed to it.</param>
public sealed record ProviderEntity(string Name, string DisplayName, string? Description = null, bool Searchable = true)
{
    /// <summary>Members of the entity's metadata that a widget may choose or filter by.</summary>
    public IReadOnlyList<EntityFieldDescriptor> Fields { get; init; } = [];
}
