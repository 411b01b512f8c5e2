using Integrations.Core.Activity;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.SavedFilters;

/// <summary>Filters of lists under names: a person's own, and those that administrators share with their organization.</summary>
public sealed class SavedFilterService(IDbContextFactory<IntegrationsDbContext> contexts, AuditLog audit, TimeProvider clock)
{
    private const int DeleteAttempts = 3;

    /// <summary>By name; none for a caller without an organization.</summary>
    public async Task<IReadOnlyList<SavedFilterView>> ListAsync(Caller caller, string list, CancellationToken cancellationToken)
    {
        if (caller is not { UserId: not null, OrganizationId: not null })
        {
            return [];
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.SavedFilters.AsNoTracking().VisibleTo(caller).Where(f => f.List == list)
            // One's own first, so that shared ones never push them out.
            .OrderBy(f => f.IsShared).ThenBy(f => f.Name).ThenBy(f => f.Id).Take(2 * SavedFilter.MostOfAList).ToListAsync(cancellationToken);
        return [.. rows.Select(row => View(caller, row)).OrderBy(view => view.Name, StringComparer.CurrentCultureIgnoreCase)];
    }

    /// <summary>Keeps the filters of a list under a name.</summary>
    /// <returns>What is kept, or <c>validation</c>, <c>saved_filter.nothing</c>, <c>saved_filter.name_taken</c>, <c>saved_filter.too_many</c>, <c>permission_denied</c>.</returns>
    public async Task<Result<SavedFilterView>> SaveAsync(Caller caller, NewSavedFilter request, CancellationToken cancellationToken)
    {
        if (caller is not { UserId: { } userId, OrganizationId: { } organizationId })
        {
            return SavedFilterFailures.NoOrganization;
        }

        if ((caller.Must(KnownPermissions.ChangeOwnFilters) ?? (request.IsShared ? caller.Must(KnownPermissions.ShareFilters) : null) ?? Text.CheckName("name", request.Name, SavedFilter.NameMaxLength)) is { } refused)
        {
            return refused;
        }

        var query = SavedFilterQuery.Normalize(request.List, request.Query);
        if (query.Length is 0 or > SavedFilterQuery.MaxLength)
        {
            return query.Length == 0 ? SavedFilterFailures.Nothing : SavedFilterFailures.TooLong;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var isShared = request.IsShared;
        if (await IsFullAsync(db, organizationId, isShared ? null : (Guid?)userId, request.List, cancellationToken))
        {
            return SavedFilterFailures.TooMany;
        }

        var owner = request is { IsShared: true, OwnerUserId: { } former } && await db.Users.AnyAsync(u => u.Id == former && u.OrganizationId == organizationId, cancellationToken) ? former : userId;
        var now = clock.GetUtcNow();
        var filter = new SavedFilter
        {
            Id = Guid.CreateVersion7(now),
            OrganizationId = organizationId,
            OwnerUserId = owner,
            List = request.List,
            Name = request.Name!.Trim(),
            Query = query,
            IsShared = isShared,
            CreatedAt = now,
        };
        db.SavedFilters.Add(filter);
        audit.Add(db, caller, "saved_filter.created", SavedFilterAudit.Target(filter), after: SavedFilterAudit.Of(filter));
        return await StoredAsync(db, caller, filter, cancellationToken);
    }

    /// <summary>Renames one, and shares it or takes it back: one's own, and as an administrator one that is shared.</summary>
    /// <param name="caller">Whose it is, or an administrator.</param>
    /// <param name="id">The saved filter.</param>
    /// <param name="name">1 to 60 characters.</param>
    /// <param name="isShared">Taken back, it is whose it was before.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>As it is then, or <c>validation</c>, <c>saved_filter.not_found</c>, <c>saved_filter.name_taken</c>, <c>saved_filter.too_many</c>, <c>permission_denied</c>, <c>stale</c>.</returns>
    public async Task<Result<SavedFilterView>> ChangeAsync(Caller caller, Guid id, string? name, bool isShared, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!(await ForChangeAsync(db, caller, id, cancellationToken)).TryGet(out var filter, out var refused))
        {
            return refused;
        }

        if (((filter.IsShared == isShared ? null : caller.Must(KnownPermissions.ShareFilters)) ?? Text.CheckName("name", name, SavedFilter.NameMaxLength)) is { } invalid)
        {
            return invalid;
        }

        var trimmed = name!.Trim();
        if (trimmed == filter.Name && filter.IsShared == isShared)
        {
            return View(caller, filter);
        }

        if (filter.IsShared != isShared && await IsFullAsync(db, filter.OrganizationId, isShared ? null : (Guid?)filter.OwnerUserId, filter.List, cancellationToken))
        {
            return SavedFilterFailures.TooMany;
        }

        var before = SavedFilterAudit.Of(filter);
        (filter.Name, filter.IsShared) = (trimmed, isShared);
        audit.Add(db, caller, "saved_filter.changed", SavedFilterAudit.Target(filter), before, SavedFilterAudit.Of(filter));
        return await StoredAsync(db, caller, filter, cancellationToken);
    }

    /// <summary>Deletes one: one's own, and as an administrator one that is shared.</summary>
    /// <returns>Done, also when it is gone already, or <c>permission_denied</c>, <c>stale</c>.</returns>
    public async Task<Result<Done>> DeleteAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        try
        {
            // Changed or deleted at the same moment: read again, it is there as it is now, or gone as was asked for.
            return await contexts.WriteAgainAsync(DeleteAttempts, LostRaces.IsStale, db => DeleteAsync(db, caller, id, cancellationToken), cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return SavedFilterFailures.Stale;
        }
    }

    private async Task<Result<Done>> DeleteAsync(IntegrationsDbContext db, Caller caller, Guid id, CancellationToken cancellationToken)
    {
        if (!(await ForChangeAsync(db, caller, id, cancellationToken)).TryGet(out var filter, out var refused))
        {
            return refused.Kind == FailureKind.NotFound ? Done.Value : refused;
        }

        db.SavedFilters.Remove(filter);
        audit.Add(db, caller, "saved_filter.deleted", SavedFilterAudit.Target(filter), SavedFilterAudit.Of(filter));
        await db.SaveChangesAsync(cancellationToken);
        return Done.Value;
    }

    /// <param name="db">The filters.</param>
    /// <param name="organizationId">Whose they are.</param>
    /// <param name="owner">Null for the shared ones.</param>
    /// <param name="list">One of <see cref="SavedFilterLists"/>.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    private static async Task<bool> IsFullAsync(IntegrationsDbContext db, Guid organizationId, Guid? owner, string list, CancellationToken cancellationToken)
    {
        var all = db.SavedFilters.Where(f => f.OrganizationId == organizationId && f.List == list);
        var alike = owner is { } userId ? all.Where(f => !f.IsShared && f.OwnerUserId == userId) : all.Where(f => f.IsShared);
        return await alike.CountAsync(cancellationToken) >= SavedFilter.MostOfAList;
    }

    private static async Task<Result<SavedFilter>> ForChangeAsync(IntegrationsDbContext db, Caller caller, Guid id, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ChangeOwnFilters) is { } refused)
        {
            return refused;
        }

        return await db.SavedFilters.VisibleTo(caller).SingleOrDefaultAsync(f => f.Id == id, cancellationToken) is not { } filter ? SavedFilterFailures.NotFound
            : SavedFilterQueries.MayChange(caller, filter) is { } notTheirs ? notTheirs
            : filter;
    }

    private static async Task<Result<SavedFilterView>> StoredAsync(IntegrationsDbContext db, Caller caller, SavedFilter filter, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return await db.SavedFilters.AnyAsync(f => f.Id == filter.Id, cancellationToken) ? SavedFilterFailures.Stale : SavedFilterFailures.NotFound;
        }
        catch (DbUpdateException taken) when (taken.IsUniqueViolation())
        {
            return SavedFilterFailures.NameTaken(filter.Name);
        }

        return View(caller, filter);
    }

    private static SavedFilterView View(Caller caller, SavedFilter filter) =>
        new(filter.Id, filter.Name, filter.Query, filter.IsShared, SavedFilterQueries.MayChange(caller, filter) is null, filter.OwnerUserId);
}
