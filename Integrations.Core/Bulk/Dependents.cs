using Integrations.Connectors;
using Integrations.Core.Agents;
using Integrations.Core.Connections;
using Integrations.Core.Events;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Permissions;
using Integrations.Core.SavedFilters;
using Integrations.Core.Storage;
using Integrations.Core.Sync;
using Integrations.Core.VendorEvents;
using Integrations.Core.Webhooks;
using Integrations.Core.Widgets;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Bulk;

/// <summary>Counts what depends on one or many integrations; as many queries for a thousand as for one.</summary>
public sealed class Dependents(IDbContextFactory<IntegrationsDbContext> contexts, ConnectorCatalog connectors, TimeProvider clock)
{
    private const int Examples = 3;
    private const int MostAtOnce = 1_000;

    /// <summary>Ids that are not the caller's count for nothing.</summary>
    public async Task<DependentThings> OfAsync(Caller caller, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var wanted = ids.Take(MostAtOnce).ToList();
        return await OfAsync(db, caller, db.Instances.AsNoTracking().VisibleTo(caller).Where(i => wanted.Contains(i.Id)), cancellationToken);
    }

    /// <summary>Of everything that matches.</summary>
    public async Task<DependentThings> OfMatchingAsync(Caller caller, InstanceFilter filter, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await OfAsync(db, caller, db.Instances.AsNoTracking().VisibleTo(caller).Matching(filter), cancellationToken);
    }

    private async Task<DependentThings> OfAsync(IntegrationsDbContext db, Caller caller, IQueryable<IntegrationInstance> chosen, CancellationToken cancellationToken)
    {
        var rows = await chosen.OrderBy(i => i.Id).Take(MostAtOnce).Select(i => new { i.Id, i.ProviderKey, i.AllowedShardTypes }).ToListAsync(cancellationToken);
        var (ids, now) = (rows.Select(r => r.Id).ToHashSet(), clock.GetUtcNow());
        var examples = await db.Links.AsNoTracking().VisibleTo(caller).Where(l => ids.Contains(l.InstanceId))
            .OrderByDescending(l => l.CreatedAt).ThenBy(l => l.Id).Select(l => l.Title).Take(Examples).ToListAsync(cancellationToken);
        var told = rows.Select(r => r.ProviderKey).Distinct().SelectMany(key => EventTypes.ToldBy(connectors.Find(key))).ToHashSet(StringComparer.Ordinal);
        var subscriptions = await db.WebhookEndpoints.AsNoTracking().Where(e => e.OrganizationId == caller.OrganizationId && e.IsActive).Select(e => e.Events).ToListAsync(cancellationToken);
        return new DependentThings(
            await db.Links.CountAsync(l => l.OrganizationId == caller.OrganizationId && ids.Contains(l.InstanceId), cancellationToken),
            examples,
            await db.Connections.Where(c => ids.Contains(c.InstanceId) && c.DisconnectedAt == null && c.UserId != null).Select(c => c.UserId).Distinct().CountAsync(cancellationToken),
            await db.InboundAddresses.CountAsync(a => ids.Contains(a.InstanceId), cancellationToken),
            subscriptions.Count(told.Overlaps),
            await db.SyncStates.CountAsync(s => db.Set<Connection>().Any(c => c.Id == s.ConnectionId && c.DisconnectedAt == null && ids.Contains(c.InstanceId)), cancellationToken),
            [.. EntityTypes.All.Where(type => rows.Exists(r => r.AllowedShardTypes.Count == 0 || r.AllowedShardTypes.Contains(type)))])
        {
            Widgets = caller.Must(KnownPermissions.ReadWidgetLinks) is null
                ? await db.WidgetLinks.VisibleTo(caller).CountAsync(w => ids.Contains(w.InstanceId) && w.RevokedAt == null && w.ExpiresAt > now, cancellationToken)
                : 0,
            SavedFilters = (await db.SavedFilters.AsNoTracking().VisibleTo(caller).NamingIntegrations().Select(f => f.Query).ToListAsync(cancellationToken))
                .Count(query => SavedFilterQuery.IntegrationIn(query) is { } id && ids.Contains(id)),
            Programs = (await db.AgentGrants.AsNoTracking().VisibleTo(caller).Where(g => g.RevokedAt == null && g.ExpiresAt > now).Select(g => g.Integrations).ToListAsync(cancellationToken))
                .Count(granted => granted.Any(one => ids.Contains(one.IntegrationId))),
        };
    }
}
