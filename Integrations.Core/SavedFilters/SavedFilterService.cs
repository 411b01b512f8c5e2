using Integrations.Core.Activity;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.SavedFilters;

/// <summary>Filters of lists under names: a person's own, and those that administrators share with their organization.</summary>
public sealed class SavedFilterService(IDbContextFactory<IntegrationsDbContext> contexts, AuditLog audit, TimeProvider clock)
{
    /// <summary>By name; none for a caller without an organization.</summary>
    public async Task<IReadOnlyList<SavedFilterView>> ListAsync(Caller caller, string list, CancellationToken cancellationToken)
    {
        if (caller is not { UserId: not null, OrganizationId: not null })
        {
            return [];
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.SavedFilters.AsNoTracking().VisibleTo(caller).Where(f => f.List == list)
            .OrderBy(f => f.Name).ThenBy(f => f.Id).Take(2 * SavedFilter.MostOfAList).ToListAsync(cancellationToken);
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
        if (await db.SavedFilters.VisibleTo(caller).CountAsync(f => f.List == request.List && f.IsShared == isShared, cancellationToken) >= SavedFilter.MostOfAList)
        {
            return SavedFilterFailures.TooMany;
        }

        var now = clock.GetUtcNow();
        var filter = new SavedFilter
        {
            Id = Guid.CreateVersion7(now),
            OrganizationId = organizationId,
            OwnerUserId = userId,
            List = request.List,
            Name = request.Name!.Trim(),
            Query = query,
            IsShared = isShared,
            CreatedAt = now,
        };
        db.SavedFilters.Add(filter);
        audit.Add(db, caller, "saved_filter.created", Target(filter), after: Audited(filter));
        return await StoredAsync(db, caller, filter, cancellationToken);
    }

    /// <summary>Renames one, and shares it or takes it back: one's own, and as an administrator one that is shared.</summary>
    /// <param name="caller">Whose it is, or an administrator.</param>
    /// <param name="id">The saved filter.</param>
    /// <param name="name">1 to 60 characters.</param>
    /// <param name="isShared">Taken back, it is whose it was before.</param>
    /// <param name="cancellationToken">Ends the work.</param>
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

        var before = Audited(filter);
        (filter.Name, filter.IsShared) = (name!.Trim(), isShared);
        audit.Add(db, caller, "saved_filter.changed", Target(filter), before, Audited(filter));
        return await StoredAsync(db, caller, filter, cancellationToken);
    }

    /// <returns>Done, also when it is gone already.</returns>
    public async Task<Result<Done>> DeleteAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!(await ForChangeAsync(db, caller, id, cancellationToken)).TryGet(out var filter, out var refused))
        {
            return refused.Kind == FailureKind.NotFound ? Done.Value : refused;
        }

        db.SavedFilters.Remove(filter);
        audit.Add(db, caller, "saved_filter.deleted", Target(filter), Audited(filter));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Changed or deleted at the same moment: asking again shows which.
            return SavedFilterFailures.NotFound;
        }

        return Done.Value;
    }

    private static async Task<Result<SavedFilter>> ForChangeAsync(IntegrationsDbContext db, Caller caller, Guid id, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ChangeOwnFilters) is { } refused)
        {
            return refused;
        }

        return await db.SavedFilters.VisibleTo(caller).SingleOrDefaultAsync(f => f.Id == id, cancellationToken) is not { } filter ? SavedFilterFailures.NotFound
            : filter.IsShared && caller.Must(KnownPermissions.ShareFilters) is { } notTheirs ? notTheirs
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
            return SavedFilterFailures.NotFound;
        }
        catch (DbUpdateException taken) when (taken.IsUniqueViolation())
        {
            return SavedFilterFailures.NameTaken(filter.Name);
        }

        return View(caller, filter);
    }

    private static SavedFilterView View(Caller caller, SavedFilter filter) =>
        new(filter.Id, filter.Name, filter.Query, filter.IsShared, (filter.IsShared ? caller.Must(KnownPermissions.ShareFilters) : caller.Must(KnownPermissions.ChangeOwnFilters)) is null);

    // What a person looks for by themself is theirs: of their own filters administrators read that they are there, and not what they are called.
    private static AuditTarget Target(SavedFilter filter) => new("saved_filter", filter.Id.ToString(), filter.IsShared ? filter.Name : "A filter of one's own", filter.OrganizationId);

    private static object Audited(SavedFilter filter) =>
        filter.IsShared ? new { filter.List, filter.IsShared, filter.Name, filter.Query } : new { filter.List, filter.IsShared };
}
