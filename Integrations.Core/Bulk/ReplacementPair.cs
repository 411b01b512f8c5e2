using Integrations.Connectors;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Permissions;
using Integrations.Core.SavedFilters;
using Integrations.Core.Storage;
using Integrations.Core.Widgets;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Bulk;

/// <summary>Two integrations between which the caller may move things, as they stand now, and what of the first goes over. Both are tracked by the context that loaded them.</summary>
internal sealed record ReplacementPair(IntegrationInstance From, IntegrationInstance To)
{
    public static async Task<Result<ReplacementPair>> LoadAsync(IntegrationsDbContext db, ConnectorCatalog connectors, Caller caller, Guid from, Guid to, CancellationToken cancellationToken)
    {
        if (!(await db.ForChangeAsync(caller, from, cancellationToken)).TryGet(out var former, out var refused))
        {
            return refused;
        }

        if (caller.Must(KnownPermissions.ChangeLinks) is { } readOnly)
        {
            return readOnly;
        }

        if (await Alike(db, caller, former).SingleOrDefaultAsync(i => i.Id == to, cancellationToken) is not { } other)
        {
            return ReplacementFailures.NotAlike;
        }

        var places = await VendorPlaces.OfAsync(db, connectors.Find(former.ProviderKey)?.Manifest, [from, to], cancellationToken);
        return places.Differ(from, to) ? ReplacementFailures.OtherPlace : new ReplacementPair(former, other);
    }

    /// <summary>Enabled ones of the same provider and the same people: a link would otherwise be seen by others than before, or lead nowhere.</summary>
    public static IQueryable<IntegrationInstance> Alike(IntegrationsDbContext db, Caller caller, IntegrationInstance former)
    {
        var (id, provider, level, owner, userScoped) = (former.Id, former.ProviderKey, former.Level, former.OwnerUserId, former.UserScoped);
        return db.Instances.VisibleTo(caller).Where(i =>
            i.Id != id && i.ProviderKey == provider && i.Level == level && i.OwnerUserId == owner && i.UserScoped == userScoped && i.Status != InstanceStatus.Disabled);
    }

    /// <summary>Those that the caller sees.</summary>
    public IQueryable<EntityLink> Links(IntegrationsDbContext db, Caller caller)
    {
        var from = From.Id;
        return db.Links.VisibleTo(caller).Where(l => l.InstanceId == from);
    }

    /// <summary>Those of them that the other one may have: an administrator says to what it may be linked.</summary>
    public IQueryable<EntityLink> Moving(IntegrationsDbContext db, Caller caller)
    {
        var types = To.AllowedShardTypes.ToList();
        return types.Count == 0 ? Links(db, caller) : Links(db, caller).Where(l => types.Contains(l.EntityType));
    }

    /// <summary>Those among some links whose thing is linked through the other one already.</summary>
    public IQueryable<EntityLink> Doubled(IntegrationsDbContext db, IQueryable<EntityLink> moving)
    {
        var to = To.Id;
        return moving.Where(l => db.Set<EntityLink>().Any(
            o => o.OrganizationId == l.OrganizationId && o.EntityType == l.EntityType && o.EntityId == l.EntityId && o.InstanceId == to && o.ExternalEntityId == l.ExternalEntityId && o.OwnerKey == l.OwnerKey));
    }

    /// <summary>Addresses of widgets that still work.</summary>
    public IQueryable<WidgetLink> Widgets(IntegrationsDbContext db, Caller caller, DateTimeOffset now)
    {
        var from = From.Id;
        return db.WidgetLinks.VisibleTo(caller).Where(w => w.InstanceId == from && w.RevokedAt == null && w.ExpiresAt > now);
    }

    /// <summary>Those that the caller may change.</summary>
    public async Task<IReadOnlyList<SavedFilter>> FiltersAsync(IntegrationsDbContext db, Caller caller, CancellationToken cancellationToken) =>
        [.. (await db.SavedFilters.VisibleTo(caller).NamingIntegrations().ToListAsync(cancellationToken))
            .Where(f => SavedFilterQuery.IntegrationIn(f.Query) == From.Id && SavedFilterQueries.MayChange(caller, f) is null)];
}
