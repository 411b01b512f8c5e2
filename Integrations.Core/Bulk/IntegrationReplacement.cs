using Integrations.Core.Activity;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Permissions;
using Integrations.Core.SavedFilters;
using Integrations.Core.Storage;
using Integrations.Core.Widgets;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Bulk;

/// <summary>
/// Moves what rests on one integration to another of the same provider, before the first is disabled, disconnected or deleted. What belongs to
/// other people, to a vendor or to a program's grant stays.
/// </summary>
public sealed class IntegrationReplacement(IDbContextFactory<IntegrationsDbContext> contexts, Dependents dependents, LinkWriter links, AuditLog audit, TimeProvider clock)
{
    private const int MostChoices = 100;
    private const int ChunkSize = 200;
    private const int MostAttempts = 5;

    /// <summary>Where its things could go: enabled integrations of the same provider, used by the same people, by name.</summary>
    /// <returns>At most 100, or <c>integration.not_found</c>, <c>permission_denied</c>.</returns>
    public async Task<Result<IReadOnlyList<ReplacementChoice>>> ChoicesAsync(Caller caller, Guid from, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!(await db.ForChangeAsync(caller, from, cancellationToken)).TryGet(out var former, out var refused))
        {
            return refused;
        }

        return await Alike(db, caller, former).OrderBy(i => i.Name).ThenBy(i => i.Id).Take(MostChoices)
            .Select(i => new ReplacementChoice(i.Id, i.Name, i.Status == InstanceStatus.Connected)).ToListAsync(cancellationToken);
    }

    /// <summary>What would be moved, and what would stay; nothing is changed.</summary>
    /// <returns>Counts, or <c>integration.not_found</c>, <c>permission_denied</c>, <c>validation</c>.</returns>
    public async Task<Result<ReplacementPreview>> PreviewAsync(Caller caller, Guid from, Guid to, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await RefuseAsync(db, caller, from, to, cancellationToken) is { } refused)
        {
            return refused;
        }

        var moving = db.Links.VisibleTo(caller).Where(l => l.InstanceId == from);
        var (all, doubled) = (await moving.CountAsync(cancellationToken), await Doubled(db, moving, to).CountAsync(cancellationToken));
        var things = await dependents.OfAsync(caller, [from], cancellationToken);
        var counts = new ReplacementCounts(all - doubled, doubled, things.Widgets, (await FiltersAsync(db, caller, from, cancellationToken)).Count);
        return new ReplacementPreview(counts, things.Links - all, things.People, things.InboundAddresses, things.Programs);
    }

    /// <summary>Moves it. Cut off in the middle, or done again, it goes on with what is left; where nothing is left, nothing happens.</summary>
    /// <returns>What was moved now, or <c>integration.not_found</c>, <c>permission_denied</c>, <c>validation</c>.</returns>
    public async Task<Result<ReplacementCounts>> ReplaceAsync(Caller caller, Guid from, Guid to, CancellationToken cancellationToken)
    {
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            if (await RefuseAsync(db, caller, from, to, cancellationToken) is { } refused)
            {
                return refused;
            }
        }

        var (moved, doubled) = (0, 0);
        while (true)
        {
            var chunk = await AgainAsync(db => MoveLinksAsync(db, caller, from, to, cancellationToken), cancellationToken);
            (moved, doubled) = (moved + chunk.Moved, doubled + chunk.Doubled);
            if (chunk.Moved + chunk.Doubled < ChunkSize)
            {
                break;
            }
        }

        return await AgainAsync(db => FinishAsync(db, caller, from, to, (moved, doubled), cancellationToken), cancellationToken);
    }

    /// <summary>Of the same provider and the same people: a link would otherwise be seen by others than before, or lead nowhere.</summary>
    private static IQueryable<IntegrationInstance> Alike(IntegrationsDbContext db, Caller caller, IntegrationInstance former)
    {
        var (id, provider, level, owner, userScoped) = (former.Id, former.ProviderKey, former.Level, former.OwnerUserId, former.UserScoped);
        return db.Instances.AsNoTracking().VisibleTo(caller).Where(i =>
            i.Id != id && i.ProviderKey == provider && i.Level == level && i.OwnerUserId == owner && i.UserScoped == userScoped && i.Status != InstanceStatus.Disabled);
    }

    private static IQueryable<EntityLink> Doubled(IntegrationsDbContext db, IQueryable<EntityLink> moving, Guid to) => moving.Where(l => db.Set<EntityLink>().Any(
        o => o.OrganizationId == l.OrganizationId && o.EntityType == l.EntityType && o.EntityId == l.EntityId && o.InstanceId == to && o.ExternalEntityId == l.ExternalEntityId && o.OwnerKey == l.OwnerKey));

    private static async Task<Failure?> RefuseAsync(IntegrationsDbContext db, Caller caller, Guid from, Guid to, CancellationToken cancellationToken)
    {
        if (!(await db.ForChangeAsync(caller, from, cancellationToken)).TryGet(out var former, out var refused))
        {
            return refused;
        }

        return caller.Must(KnownPermissions.ChangeLinks) ?? (await Alike(db, caller, former).AnyAsync(i => i.Id == to, cancellationToken) ? null : ReplacementFailures.NotAlike);
    }

    private static async Task<IReadOnlyList<SavedFilter>> FiltersAsync(IntegrationsDbContext db, Caller caller, Guid from, CancellationToken cancellationToken) =>
        [.. (await db.SavedFilters.VisibleTo(caller).NamingIntegrations().ToListAsync(cancellationToken)).Where(f => SavedFilterQuery.IntegrationIn(f.Query) == from)];

    /// <summary>As receivers of events know it: a link is deleted, and another is there. When it was made, and by whom, stays.</summary>
    private async Task<(int Moved, int Doubled)> MoveLinksAsync(IntegrationsDbContext db, Caller caller, Guid from, Guid to, CancellationToken cancellationToken)
    {
        var moving = db.Links.VisibleTo(caller).Where(l => l.InstanceId == from);
        var chunk = await moving.OrderBy(l => l.Id).Take(ChunkSize).ToListAsync(cancellationToken);
        var doubled = (await Doubled(db, moving.OrderBy(l => l.Id).Take(ChunkSize), to).Select(l => l.Id).ToListAsync(cancellationToken)).ToHashSet();
        foreach (var link in chunk)
        {
            links.Remove(db, caller, link);
            if (!doubled.Contains(link.Id))
            {
                links.Add(db, caller, link.At(to, Guid.CreateVersion7(clock.GetUtcNow())));
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        return (chunk.Count - doubled.Count, doubled.Count);
    }

    private async Task<ReplacementCounts> FinishAsync(
        IntegrationsDbContext db, Caller caller, Guid from, Guid to, (int Moved, int Doubled) linked, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var filters = await FiltersAsync(db, caller, from, cancellationToken);
        foreach (var filter in filters)
        {
            filter.Query = SavedFilterQuery.WithIntegration(filter.List, filter.Query, to);
        }

        var instances = await db.Instances.AsNoTracking().VisibleTo(caller).Where(i => i.Id == from || i.Id == to).ToDictionaryAsync(i => i.Id, cancellationToken);
        return await db.WriteAsync(
            async ct =>
            {
                var widgets = await db.WidgetLinks.VisibleTo(caller).Where(w => w.InstanceId == from && w.RevokedAt == null && w.ExpiresAt > now)
                    .ExecuteUpdateAsync(w => w.SetProperty(x => x.InstanceId, to), ct);
                var counts = new ReplacementCounts(linked.Moved, linked.Doubled, widgets, filters.Count);
                if (!counts.IsNothing && instances.TryGetValue(from, out var former))
                {
                    audit.Add(
                        db, caller, "integration.replaced", InstanceAudit.Target(former),
                        after: new { With = to, Name = instances.GetValueOrDefault(to)?.Name, counts.Links, counts.Doubled, counts.Widgets, counts.SavedFilters });
                }

                await db.SaveChangesAsync(ct);
                return counts;
            },
            cancellationToken);
    }

    private Task<T> AgainAsync<T>(Func<IntegrationsDbContext, Task<T>> write, CancellationToken cancellationToken) =>
        contexts.WriteAgainAsync(MostAttempts, failed => LostRaces.IsStale(failed) || failed.IsUniqueViolation(), write, cancellationToken);
}
