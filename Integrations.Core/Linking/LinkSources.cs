using Integrations.Core.Common;
using Integrations.Core.Connectors;
using Integrations.Core.Instances;

namespace Integrations.Core.Linking;

/// <summary>Which integrations can give something to link: by their providers' entity mappings, never by their names.</summary>
public sealed class LinkSources(InstanceService instances)
{
    /// <summary>Integrations of the caller that propose something for this entity type, by name; those that wait for a connection too.</summary>
    /// <returns>The sources, or <c>validation</c>.</returns>
    public async Task<Result<IReadOnlyList<LinkSource>>> ListAsync(Caller caller, string entityType, CancellationToken cancellationToken)
    {
        if (EntityTypes.Parse(entityType) is not { } type)
        {
            return LinkingFailures.EntityTypeUnknown(entityType);
        }

        var listed = await instances.ListAsync(caller, new InstanceFilter(), new PageRequest(PageRequest.MaxLimit), cancellationToken);
        return listed.Map<IReadOnlyList<LinkSource>>(page => [.. page.Items.Select(view => Source(view, type)).OfType<LinkSource>()]);
    }

    /// <summary>Null where the integration has nothing for this entity type, or may not give it.</summary>
    internal static LinkSource? Source(InstanceView view, string entityType)
    {
        var instance = view.Instance;
        if (instance.Status == InstanceStatus.Disabled || !instance.SearchEnabled
            || (instance.AllowedShardTypes.Count > 0 && !instance.AllowedShardTypes.Contains(entityType))
            || view.Provider is not { Connector: { CanSearch: true } entry } provider)
        {
            return null;
        }

        var proposed = provider.Document.EntityMappings
            .Where(mapping => mapping.ShardType == entityType)
            .Where(mapping => instance.SearchableEntities.Count == 0 || instance.SearchableEntities.Contains(mapping.Entity))
            .Select(mapping => entry.Manifest.Entities.FirstOrDefault(entity => entity.Name == mapping.Entity && entity.Searchable))
            .OfType<Catalog.ProviderEntity>()
            .Select(entity => new LinkableEntity(entity.Name, entity.DisplayName, entity.Fields.Any(field => field.Name == EntityFields.Start)))
            .ToList();
        return proposed.Count == 0
            ? null
            : new LinkSource(
                instance.Id, instance.Name, ProviderLooks.Of(provider, instance.ProviderKey), view.Connection?.Account, proposed,
                view.Connection is { Status: Connections.ConnectionStatus.Active or Connections.ConnectionStatus.Error });
    }
}
