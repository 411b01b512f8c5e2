using Integrations.Core.Activity;
using Integrations.Core.Catalog;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Linking.Accounts;

/// <summary>Accounts that an administrator said are not a person's: they are proposed no more, until that is taken back.</summary>
public sealed class AccountRefusals(IDbContextFactory<IntegrationsDbContext> contexts, CatalogService catalog, AuditLog audit, TimeProvider clock)
{
    /// <summary>Keeps it; doing it again changes nothing.</summary>
    /// <param name="caller">Who administers the organization.</param>
    /// <param name="match">Out of what was found.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The refusal's id, or <c>permission_denied</c>, <c>person.not_found</c>, <c>integration.not_found</c>.</returns>
    public async Task<Result<Guid>> RefuseAsync(Caller caller, AccountMatch match, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.MatchAccounts) is { } refused)
        {
            return refused;
        }

        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            return await db.WriteAsync<Result<Guid>>(ct => AddAsync(db, caller, match, ct), cancellationToken);
        }
        catch (DbUpdateException)
        {
            // Someone else refused it at the same moment, or deleted the person or the integration.
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            return await SameAsync(db, caller, match, cancellationToken) is { } same ? same : LinkingFailures.PersonNotFound;
        }
    }

    /// <summary>It may be proposed again; doing it again changes nothing.</summary>
    /// <returns>Nothing, or <c>permission_denied</c>.</returns>
    public async Task<Result<Done>> TakeBackAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.MatchAccounts) is { } refused)
        {
            return refused;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.RefusedAccounts.VisibleTo(caller).SingleOrDefaultAsync(account => account.Id == id, cancellationToken) is { } found)
        {
            db.RefusedAccounts.Remove(found);
            audit.Add(db, caller, "person.account_refusal_ended", await TargetAsync(db, found.PersonId, cancellationToken), before: new { account = found.Title, integrationId = found.InstanceId });
            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateConcurrencyException)
            {
                // Someone else took it back at the same moment; that one was audited.
            }
        }

        return Done.Value;
    }

    /// <summary>The newest first.</summary>
    /// <returns>One page, or <c>validation</c>, <c>permission_denied</c>.</returns>
    public async Task<Result<Page<RefusedAccountRow>>> ListAsync(Caller caller, PageRequest page, CancellationToken cancellationToken)
    {
        if ((caller.Must(KnownPermissions.MatchAccounts) ?? page.Validate()) is { } refused)
        {
            return refused;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var all = db.RefusedAccounts.AsNoTracking().VisibleTo(caller);
        var total = await all.CountAsync(cancellationToken);
        var found = await all.OrderByDescending(account => account.Id).Skip(page.Offset).Take(page.Limit)
            .Join(db.People, account => account.PersonId, person => person.Id, (account, person) => new { Account = account, Person = person.Name })
            .Join(db.Instances, one => one.Account.InstanceId, instance => instance.Id, (one, instance) => new { one.Account, one.Person, instance.Name, instance.ProviderKey })
            .OrderByDescending(one => one.Account.Id)
            .Select(one => new { one.Account, one.Person, one.Name, one.ProviderKey, By = db.Set<User>().Where(user => user.Id == one.Account.RefusedBy).Select(user => user.DisplayName).FirstOrDefault() })
            .ToListAsync(cancellationToken);
        var rows = new List<RefusedAccountRow>(found.Count);
        foreach (var one in found)
        {
            var look = ProviderAppearances.Of(await catalog.FindAsync(one.ProviderKey, cancellationToken), one.ProviderKey);
            rows.Add(new RefusedAccountRow(one.Account.Id, one.Account.PersonId, one.Person, one.Account.Title, one.Name, look, one.By, one.Account.RefusedAt));
        }

        return new Page<RefusedAccountRow>(rows, total);
    }

    private async Task<Result<Guid>> AddAsync(IntegrationsDbContext db, Caller caller, AccountMatch match, CancellationToken cancellationToken)
    {
        if (await db.People.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(person => person.Id == match.Person.Id, cancellationToken) is not { } person)
        {
            return LinkingFailures.PersonNotFound;
        }

        if (await db.Instances.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(instance => instance.Id == match.Source.IntegrationId, cancellationToken) is not { } instance)
        {
            return InstanceFailures.NotFound;
        }

        if (await SameAsync(db, caller, match, cancellationToken) is { } same)
        {
            return same;
        }

        var now = clock.GetUtcNow();
        var refused = new RefusedAccount
        {
            Id = Guid.CreateVersion7(now),
            OrganizationId = person.OrganizationId,
            PersonId = person.Id,
            InstanceId = instance.Id,
            ExternalEntityId = match.Account.Id,
            Title = Text.Shorten(match.Account.Title, RefusedAccount.TitleMaxLength),
            RefusedBy = caller.UserId,
            RefusedAt = now,
        };
        db.RefusedAccounts.Add(refused);
        audit.Add(db, caller, "person.account_refused", Target(person.Id, person.Name), after: new { account = refused.Title, integrationId = instance.Id });
        await db.SaveChangesAsync(cancellationToken);
        return refused.Id;
    }

    private static async Task<Guid?> SameAsync(IntegrationsDbContext db, Caller caller, AccountMatch match, CancellationToken cancellationToken) =>
        await db.RefusedAccounts.AsNoTracking().VisibleTo(caller)
            .Where(account => account.PersonId == match.Person.Id && account.InstanceId == match.Source.IntegrationId && account.ExternalEntityId == match.Account.Id)
            .Select(account => (Guid?)account.Id).SingleOrDefaultAsync(cancellationToken);

    private static async Task<AuditTarget> TargetAsync(IntegrationsDbContext db, Guid personId, CancellationToken cancellationToken) =>
        Target(personId, await db.People.Where(person => person.Id == personId).Select(person => person.Name).SingleOrDefaultAsync(cancellationToken));

    private static AuditTarget Target(Guid personId, string? name) => new("person", personId.ToString(), name);
}
