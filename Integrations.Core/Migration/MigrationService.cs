using Integrations.Core.Activity;
using Integrations.Core.Catalog;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Migration;

/// <summary>Brings credentials of the older system over, as user-level integrations of their owners (000's migration actions).</summary>
public sealed class MigrationService(
    IDbContextFactory<IntegrationsDbContext> contexts,
    IntegrationActions actions,
    CatalogService catalog,
    CredentialVault vault,
    AuditLog audit,
    TimeProvider clock)
{
    // The two kinds that the older system knew; 000 names them in its routes and answers.
    private const string Jira = "jira";
    private const string Github = "github";

    private const int NamesTried = 5;

    /// <summary>What the caller has in the older system, and what of it was brought over.</summary>
    public async Task<Result<MigrationStatus>> CheckMigrationStatusAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var records = await db.LegacyCredentials.AsNoTracking().Where(c => c.UserId == caller.UserId && c.OrganizationId == caller.OrganizationId)
            .ToListAsync(cancellationToken);
        var (jira, github) = (records.Find(c => c.ProviderKey == Jira), records.Find(c => c.ProviderKey == Github));
        return new MigrationStatus(
            Waits(jira) || Waits(github), jira is not null, github is not null, jira is { MigratedAt: not null }, github is { MigratedAt: not null })
        {
            JiraFailure = jira?.LastFailure,
            GithubFailure = github?.LastFailure,
        };

        static bool Waits(LegacyCredential? credential) => credential is { MigratedAt: null };
    }

    /// <summary>Brings the caller's Jira credential over; done once, the same integration is told again.</summary>
    /// <returns>The integration's id, <c>migration.nothing_to_migrate</c>, or why it could not be brought over. Then nothing is lost.</returns>
    public Task<Result<Guid>> MigrateJiraIntegrationAsync(Caller caller, CancellationToken cancellationToken) =>
        MigrateAsync(caller, Jira, cancellationToken);

    /// <summary>As <see cref="MigrateJiraIntegrationAsync"/>, for GitHub.</summary>
    public Task<Result<Guid>> MigrateGithubIntegrationAsync(Caller caller, CancellationToken cancellationToken) =>
        MigrateAsync(caller, Github, cancellationToken);

    /// <summary>Brings over whatever waits, of everyone; one that fails keeps its data and its reason, and the rest goes on (004's migrate).</summary>
    public async Task<MigrationSummary> MigrateAllAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var waiting = await (
            from credential in db.LegacyCredentials
            join user in db.Users on credential.UserId equals user.Id
            where credential.MigratedAt == null && user.DisabledAt == null && user.OrganizationId == credential.OrganizationId
            orderby credential.Id
            select new { credential.ProviderKey, credential.OrganizationId, user.Id, user.Role, user.Email }).ToListAsync(cancellationToken);

        var failures = new List<string>();
        foreach (var one in waiting)
        {
            var owner = new Caller(one.Id, one.OrganizationId, one.Role) { DisplayName = one.Email ?? "" };
            if ((await MigrateAsync(owner, one.ProviderKey, cancellationToken)).Failure is { } failure)
            {
                failures.Add($"{one.Email}, {one.ProviderKey}: {failure.Message}");
            }
        }

        return new MigrationSummary(waiting.Count - failures.Count, failures);
    }

    /// <summary>Erases the old copies of what was brought over, and of nothing else (004's clean up).</summary>
    /// <returns>How many were erased.</returns>
    public async Task<int> CleanUpAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.WriteAsync(
            token => db.LegacyCredentials.Where(c => c.MigratedAt != null && c.Ciphertext != null)
                .ExecuteUpdateAsync(c => c.SetProperty(x => x.Ciphertext, (string?)null), token),
            cancellationToken);
    }

    private async Task<Result<Guid>> MigrateAsync(Caller caller, string providerKey, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.BringOverCredentials) is { } readOnly)
        {
            return readOnly;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var credential = await db.LegacyCredentials.AsNoTracking().SingleOrDefaultAsync(
            c => c.UserId == caller.UserId && c.OrganizationId == caller.OrganizationId && c.ProviderKey == providerKey, cancellationToken);
        var name = (await catalog.FindAsync(providerKey, cancellationToken))?.DisplayName ?? providerKey;
        if (credential is null)
        {
            return MigrationFailures.NothingToMigrate(name);
        }

        if (credential.MigratedInstanceId is { } done)
        {
            return done;
        }

        if (LegacyVault.Open(vault, credential) is not { } fields)
        {
            return await KeepAsync(db, credential, MigrationFailures.Unreadable(name), cancellationToken);
        }

        var created = await CreateAsync(caller, providerKey, name, fields, cancellationToken);
        return created.TryGet(out var instance, out var failure)
            ? await FinishAsync(db, caller, credential, instance, cancellationToken)
            : await KeepAsync(db, credential, failure, cancellationToken);
    }

    /// <summary>Names are unique per owner: the provider's name, or the first free one after it.</summary>
    private async Task<Result<Guid>> CreateAsync(Caller caller, string providerKey, string name, Dictionary<string, string> fields, CancellationToken cancellationToken)
    {
        Result<Guid> created = default;
        for (var number = 1; number <= NamesTried; number++)
        {
            var request = new CreateIntegration(providerKey, number == 1 ? name : $"{name} {number}", fields);
            created = await actions.CreateUserIntegrationAsync(caller, request, cancellationToken);
            if (created.Failure?.Code != InstanceFailures.NameTakenCode)
            {
                break;
            }
        }

        return created;
    }

    /// <summary>One winner when two requests bring the same credential over at once; the loser's integration is taken back.</summary>
    private async Task<Result<Guid>> FinishAsync(IntegrationsDbContext db, Caller caller, LegacyCredential credential, Guid instance, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var won = await db.WriteAsync(
            async token =>
            {
                var changed = await db.LegacyCredentials.Where(c => c.Id == credential.Id && c.MigratedAt == null).ExecuteUpdateAsync(
                    c => c.SetProperty(x => x.MigratedAt, now).SetProperty(x => x.MigratedInstanceId, instance).SetProperty(x => x.LastFailure, (string?)null),
                    token);
                if (changed == 1)
                {
                    audit.Add(db, caller, "legacy_credential.migrated", new AuditTarget("integration", instance.ToString(), credential.ProviderKey));
                    await db.SaveChangesAsync(token);
                }

                return changed == 1;
            },
            cancellationToken);
        if (won)
        {
            return instance;
        }

        await actions.DeleteUserIntegrationAsync(caller, instance, cancellationToken);
        return (await db.LegacyCredentials.AsNoTracking().SingleAsync(c => c.Id == credential.Id, cancellationToken)).MigratedInstanceId!.Value;
    }

    private static async Task<Result<Guid>> KeepAsync(IntegrationsDbContext db, LegacyCredential credential, Failure failure, CancellationToken cancellationToken)
    {
        var reason = Text.Cut(failure.Inner?.Message ?? failure.Message, 1_000);
        await db.WriteAsync(
            token => db.LegacyCredentials.Where(c => c.Id == credential.Id).ExecuteUpdateAsync(c => c.SetProperty(x => x.LastFailure, reason), token),
            cancellationToken);
        return failure;
    }
}
