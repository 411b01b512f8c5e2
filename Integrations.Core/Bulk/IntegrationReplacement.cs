using Integrations.Connectors;
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
public sealed class IntegrationReplacement(
    IDbContextFactory<IntegrationsDbContext> contexts, ConnectorCatalog connectors, Dependents dependents, LinkWriter links, WidgetLinkService widgetLinks, AuditLog audit, TimeProvider clock)
{
    private const int MostChoices = 100;
    private const int ChunkSize = 200;
    private const int MostAttempts = 5;

    /// <summary>Where its things could go: enabled integrations of the same provider and site, used by the same people, by name.</summary>
    /// <returns>At most 100, or <c>integration.not_found</c>, <c>permission_denied</c>.</returns>
    public async Task<Result<IReadOnlyList<ReplacementChoice>>> ChoicesAsync(Caller caller, Guid from, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!(await db.ForChangeAsync(caller, from, cancellationToken)).TryGet(out var former, out var refused))
        {
            return refused;
        }

        var alike = await ReplacementPair.Alike(db, caller, former).AsNoTracking().OrderBy(i => i.Name).ThenBy(i => i.Id).Take(MostChoices)
            .Select(i => new ReplacementChoice(i.Id, i.Name, i.Status == InstanceStatus.Connected)).ToListAsync(cancellationToken);
        var places = await VendorPlaces.OfAsync(db, connectors.Find(former.ProviderKey)?.Manifest, [from, .. alike.Select(choice => choice.Id)], cancellationToken);
        return alike.Where(choice => !places.Differ(from, choice.Id)).ToList();
    }

    /// <summary>What would be moved, and what would stay; nothing is changed.</summary>
    /// <returns>Counts, or <c>integration.not_found</c>, <c>permission_denied</c>, <c>validation</c>.</returns>
    public async Task<Result<ReplacementPreview>> PreviewAsync(Caller caller, Guid from, Guid to, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!(await ReplacementPair.LoadAsync(db, connectors, caller, from, to, cancellationToken)).TryGet(out var pair, out var refused))
        {
            return refused;
        }

        var moving = pair.Moving(db, caller);
        var (seen, all, doubled) = (await pair.Links(db, caller).CountAsync(cancellationToken), await moving.CountAsync(cancellationToken), await pair.Doubled(db, moving).CountAsync(cancellationToken));
        var counts = new ReplacementCounts(
            all - doubled, doubled, await pair.Widgets(db, caller, clock.GetUtcNow()).CountAsync(cancellationToken), (await pair.FiltersAsync(db, caller, cancellationToken)).Count);
        var things = await dependents.OfAsync(caller, [from], cancellationToken);
        return new ReplacementPreview(counts, things.Links - seen, seen - all, things.People, things.InboundAddresses, things.Programs);
    }

    /// <summary>
    /// Moves it. Cut off in the middle, or done again, it goes on with what is left; where nothing is left, nothing happens. Widgets are seen by
    /// anyone who has their address, so moving them wants what making them wants.
    /// </summary>
    /// <returns>What was moved now, and why it stopped where it did.</returns>
    public async Task<ReplacementOutcome> ReplaceAsync(Caller caller, Guid from, Guid to, CancellationToken cancellationToken)
    {
        var (started, moved) = (clock.GetUtcNow(), ReplacementCounts.None);
        int left;
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            if (!(await ReplacementPair.LoadAsync(db, connectors, caller, from, to, cancellationToken)).TryGet(out var pair, out var refused))
            {
                return new ReplacementOutcome(moved, refused);
            }

            // What arrives meanwhile is left: another replacement the other way round would bring it back without end.
            left = await pair.Moving(db, caller).CountAsync(cancellationToken);
        }

        do
        {
            var most = Math.Min(left, ChunkSize);
            var step = await AgainAsync(db => MoveAsync(db, caller, from, to, most, started, cancellationToken), cancellationToken);
            if (!step.TryGet(out var counts, out var stopped))
            {
                return new ReplacementOutcome(moved, stopped);
            }

            moved = moved.Plus(counts);
            left = counts.Links + counts.Doubled < most ? 0 : left - most;
        }
        while (left > 0);

        return new ReplacementOutcome(moved, Failure: null);
    }

    /// <summary>The next links, with widgets and saved filters, in one write: all of it is moved, with its audit entries and events, or nothing.</summary>
    private async Task<Result<ReplacementCounts>> MoveAsync(
        IntegrationsDbContext db, Caller caller, Guid from, Guid to, int mostLinks, DateTimeOffset started, CancellationToken cancellationToken)
    {
        // Each time: the other one may have been disabled meanwhile, and rights may have gone.
        if (!(await ReplacementPair.LoadAsync(db, connectors, caller, from, to, cancellationToken)).TryGet(out var pair, out var refused))
        {
            return refused;
        }

        var widgets = await pair.Widgets(db, caller, started).ToListAsync(cancellationToken);
        if (widgets.Count > 0 && (caller.Must(KnownPermissions.ChangeWidgetLinks) ?? caller.MustHaveSignedInLately(started)) is { } forbidden)
        {
            return forbidden;
        }

        var filters = await pair.FiltersAsync(db, caller, cancellationToken);
        var (moved, doubled) = await MoveLinksAsync(db, caller, pair, mostLinks, cancellationToken);
        widgets.ForEach(widget => Move(db, caller, pair, widget));
        foreach (var filter in filters)
        {
            Move(db, caller, pair, filter);
        }

        var counts = new ReplacementCounts(moved, doubled, widgets.Count, filters.Count);
        if (counts.IsNothing)
        {
            return counts;
        }

        // Who deletes or disables the other one at this moment finds it changed, or is found here: nothing moves to what is gone.
        db.Entry(pair.To).Property(i => i.UpdatedAt).IsModified = true;
        audit.Add(
            db, caller, "integration.replaced", InstanceAudit.Target(pair.From),
            after: new { With = pair.To.Id, pair.To.Name, counts.Links, counts.Doubled, counts.Widgets, counts.SavedFilters });
        audit.Add(
            db, caller, "integration.took_over", InstanceAudit.Target(pair.To),
            after: new { From = pair.From.Id, pair.From.Name, counts.Links, counts.Doubled, counts.Widgets, counts.SavedFilters });
        await db.SaveChangesAsync(cancellationToken);
        widgets.ForEach(widget => widgetLinks.Forget(widget.Id));
        return counts;
    }

    /// <summary>As receivers of events know it: a link is deleted, and another is there. When it was made, and by whom, stays.</summary>
    private async Task<(int Moved, int Doubled)> MoveLinksAsync(IntegrationsDbContext db, Caller caller, ReplacementPair pair, int most, CancellationToken cancellationToken)
    {
        var next = pair.Moving(db, caller).OrderBy(l => l.Id).Take(most);
        var chunk = await next.ToListAsync(cancellationToken);
        var doubled = (await pair.Doubled(db, next).Select(l => l.Id).ToListAsync(cancellationToken)).ToHashSet();
        doubled.IntersectWith(chunk.Select(l => l.Id));
        foreach (var link in chunk)
        {
            links.Remove(db, caller, link);
            if (!doubled.Contains(link.Id))
            {
                links.Add(db, caller, link.At(pair.To.Id, Guid.CreateVersion7(clock.GetUtcNow())));
            }
        }

        return (chunk.Count - doubled.Count, doubled.Count);
    }

    private void Move(IntegrationsDbContext db, Caller caller, ReplacementPair pair, WidgetLink widget)
    {
        widget.InstanceId = pair.To.Id;
        audit.Add(
            db, caller, "widget_link.moved", new AuditTarget("widget_link", widget.Id.ToString(), widget.Name, widget.OrganizationId),
            new { IntegrationId = pair.From.Id }, new { IntegrationId = pair.To.Id });
    }

    private void Move(IntegrationsDbContext db, Caller caller, ReplacementPair pair, SavedFilter filter)
    {
        var before = SavedFilterAudit.Of(filter);
        filter.Query = SavedFilterQuery.WithIntegration(filter.List, filter.Query, pair.To.Id);
        audit.Add(db, caller, "saved_filter.changed", SavedFilterAudit.Target(filter), before, SavedFilterAudit.Of(filter));
    }

    private async Task<Result<ReplacementCounts>> AgainAsync(Func<IntegrationsDbContext, Task<Result<ReplacementCounts>>> write, CancellationToken cancellationToken)
    {
        try
        {
            return await contexts.WriteAgainAsync(MostAttempts, IsLost, write, cancellationToken);
        }
        catch (DbUpdateException lost) when (IsLost(lost))
        {
            return InstanceFailures.Stale;
        }
    }

    private static bool IsLost(DbUpdateException failed) => LostRaces.IsStale(failed) || failed.IsUniqueViolation();
}
