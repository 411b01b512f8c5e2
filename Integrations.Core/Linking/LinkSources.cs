using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Manifest;
using Integrations.Core.Catalog;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Primitives;

namespace Integrations.Core.Linking;

/// <summary>Which integrations can give something to link: by their providers' entity mappings, never by their names.</summary>
public sealed class LinkSources(InstanceService instances, CatalogService catalog)
{
    /// <summary>By entity type, for each part of the catalog: they are the same for everyone who is offered the same.</summary>
    private readonly ConditionalWeakTable<CatalogPart, ConcurrentDictionary<string, IReadOnlyList<LinkOffer>>> _offers = [];

    /// <summary>Integrations of the caller that propose something for this entity type, by name; those that wait for a connection too.</summary>
    /// <returns>The sources, or <c>validation</c>.</returns>
    public async Task<Result<IReadOnlyList<LinkSource>>> ListAsync(Caller caller, string entityType, CancellationToken cancellationToken)
    {
        if (EntityTypes.Parse(entityType) is not { } type)
        {
            return LinkingFailures.EntityTypeUnknown(entityType);
        }

        var listed = await instances.ListAsync(caller, new InstanceFilter(), new PageRequest(PageRequest.MaxLimit), cancellationToken);
        return listed.Map<IReadOnlyList<LinkSource>>(page => [.. page.Items.Select(view => Source(caller, view, type)).OfType<LinkSource>()]);
    }

    /// <summary>
    /// Providers that a person could connect for themself with nothing but a sign-in at the vendor, and that would then propose
    /// something for this entity type; those with things that have a time first.
    /// </summary>
    /// <returns>The offers, or <c>validation</c>.</returns>
    public async Task<Result<IReadOnlyList<LinkOffer>>> OffersAsync(Caller caller, string entityType, CancellationToken cancellationToken)
    {
        if (EntityTypes.Parse(entityType) is not { } type)
        {
            return LinkingFailures.EntityTypeUnknown(entityType);
        }

        if (caller.UserId is null || caller.OrganizationId is null)
        {
            return Result<IReadOnlyList<LinkOffer>>.Success([]);
        }

        var part = await catalog.OfferedAsync(caller, cancellationToken);
        return Result<IReadOnlyList<LinkOffer>>.Success(_offers.GetValue(part, _ => []).GetOrAdd(type, Offers, part));
    }

    /// <summary>Null where the integration has nothing for this entity type, or may not give it.</summary>
    internal static LinkSource? Source(Caller caller, InstanceView view, string entityType)
    {
        var instance = view.Instance;
        if (instance.Status == InstanceStatus.Disabled || !instance.SearchEnabled
            || (instance.AllowedShardTypes.Count > 0 && !instance.AllowedShardTypes.Contains(entityType))
            || view.Provider is not { Connector.CanSearch: true } provider)
        {
            return null;
        }

        var proposed = Proposed(provider, entityType, instance.SearchableEntities);
        return proposed.Count == 0
            ? null
            : new LinkSource(
                instance.Id, instance.Name, ProviderAppearances.Of(provider, instance.ProviderKey), view.Connection?.Account, proposed,
                view.Connection is { Status: Connections.ConnectionStatus.Active or Connections.ConnectionStatus.Error })
            {
                MayConnect = instance.Level == InstanceLevel.User || caller.IsTenantAdmin || (instance.UserScoped && caller.UserId is not null),
                IsOneStep = IsOneStep(provider),
            };
    }

    private static IReadOnlyList<LinkOffer> Offers(string entityType, CatalogPart offered) =>
    [
        .. offered.Entries.Where(entry => entry.IsForPeople && IsOneStep(entry))
            .Select(entry => new LinkOffer(ProviderAppearances.Of(entry, entry.Key), Proposed(entry, entityType, only: [])))
            .Where(offer => offer.Entities.Count > 0)
            .OrderByDescending(offer => offer.Entities.Any(entity => entity.HasTime)),
    ];

    private static List<LinkableEntity> Proposed(CatalogEntry provider, string entityType, IReadOnlyCollection<string> only) =>
    [
        .. provider.Document.EntityMappings
            .Where(mapping => mapping.ShardType == entityType && (only.Count == 0 || only.Contains(mapping.Entity)))
            .Select(mapping => provider.Connector!.Manifest.Entities.FirstOrDefault(entity => entity.Name == mapping.Entity && entity.Searchable))
            .OfType<ProviderEntity>()
            .Select(entity => new LinkableEntity(entity.Name, entity.DisplayName, entity.Fields.Any(field => field.Name == EntityFields.Start))),
    ];

    /// <summary>Nothing is asked before going to the vendor, so one click leads there.</summary>
    private static bool IsOneStep(CatalogEntry provider) =>
        provider is { HasOAuthClient: true, Connector: { CanSearch: true } entry } && entry.Manifest.Method(AuthKinds.OAuth2) is { OAuth: not null, Fields.Count: 0 };
}
