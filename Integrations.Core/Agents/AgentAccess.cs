using System.Linq.Expressions;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Agents;

/// <summary>Says what a program may do: what its person granted, cut with what the organization allows and what the person sees.</summary>
public sealed class AgentAccess(IDbContextFactory<IntegrationsDbContext> contexts, PublicOrigin origin, TimeProvider clock)
{
    private const int RememberedGrants = 1_000;

    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    /// <summary>What an organization allows, and what a program was granted there. Compiled, because each call of a tool begins with it.</summary>
    private readonly Func<IntegrationsDbContext, Guid, string, string, CancellationToken, Task<Found?>> _find = EF.CompileAsyncQuery(
        (IntegrationsDbContext db, Guid organizationId, string clientKey, string ownerKey, CancellationToken _) => (
            from o in db.Set<Organization>().AsNoTracking()
            where o.Id == organizationId
            join p in db.Set<AgentPolicy>() on o.Id equals p.OrganizationId into policies
            from p in policies.DefaultIfEmpty()
            join g in db.Set<AgentGrant>().Where(g => g.ClientKey == clientKey && g.OwnerKey == ownerKey) on o.Id equals g.OrganizationId into grants
            from g in grants.DefaultIfEmpty()
            select new Found(p, g == null ? null : new Granted(g.Id, g.Version, g.UpdatedAt, g.ExpiresAt, g.RevokedAt, g.MayReadRecords, g.MayLink))).SingleOrDefault());

    private readonly Func<IntegrationsDbContext, Guid?, Guid?, IEnumerable<Guid>, IAsyncEnumerable<Seen>> _seen = EF.CompileAsyncQuery(InstanceQueries.WithVisibility(
        (Expression<Func<IntegrationsDbContext, Guid?, Guid?, IEnumerable<Guid>, IQueryable<Seen>>>)((db, organizationId, userId, ids) => db.Set<IntegrationInstance>().AsNoTracking()
            .Where(i => ids.Contains(i.Id) && i.Status != InstanceStatus.Disabled && InstanceQueries.IsVisible(i, organizationId, userId))
            .OrderBy(i => i.Name).ThenBy(i => i.Id)
            .Select(i => new Seen(i.Id, i.Name, i.ProviderKey)))));

    /// <summary>What is written in a grant, by its version: to read a row of many integrations takes longer than all else of a call.</summary>
    private readonly ExpiringCache<(Guid Id, int Version, DateTimeOffset UpdatedAt), IReadOnlyList<AgentGrantedIntegration>> _contents = new(clock, RememberedGrants);

    /// <summary>The page where a person grants and confirms.</summary>
    public string Page => origin.Url(AgentFailures.PagePath);

    /// <summary>Asked of the database for every call: what is revoked, or no longer allowed, is gone at once on every node.</summary>
    /// <param name="caller">Uses a program that may call tools.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <param name="only">The one integration that a call is about, where it is about one; the others are left out of what is given then.</param>
    /// <returns>What it may do, nothing included; or <c>permission_denied</c>, <c>agents.closed</c>, <c>agents.client_not_allowed</c>.</returns>
    public async Task<Result<AgentStanding>> OpenAsync(Caller caller, CancellationToken cancellationToken, Guid? only = null)
    {
        if (caller.Must(KnownPermissions.UseTools) is { } forbidden)
        {
            return forbidden;
        }

        if (caller is not { Client: { } client, OrganizationId: { } organizationId })
        {
            return AgentFailures.NoClient;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // Not VisibleTo: the organization's key is no administrator here, and its own grant is all that it may know.
        var ownerKey = $"{caller.UserId:N}";
        var found = await _find(db, organizationId, client.Key, ownerKey, cancellationToken);
        var policy = found?.Policy ?? new AgentPolicy { OrganizationId = organizationId };
        if (!policy.Allows(client))
        {
            return policy.IsOpen ? AgentFailures.ClientNotAllowed : AgentFailures.Closed;
        }

        if (found?.Grant is not { RevokedAt: null } grant || grant.ExpiresAt <= clock.GetUtcNow())
        {
            return new AgentStanding(For(caller, client, TokenScopes.Read), client, GrantId: null, ExpiresAt: null);
        }

        var integrations = await IntegrationsAsync(db, caller, policy, grant, only, cancellationToken);
        var mayLink = grant.MayLink && policy.Allows(AgentPolicy.Hub, "link");
        var acts = mayLink || integrations.Any(integration => integration.Actions.Count > 0);
        return new AgentStanding(For(caller, client, acts ? TokenScopes.ReadWrite : TokenScopes.Read), client, grant.Id, grant.ExpiresAt)
        {
            Integrations = integrations,
            MayReadRecords = (grant.MayReadRecords || grant.MayLink) && policy.Allows(AgentPolicy.Hub, AgentPolicy.Reading),
            MayLink = mayLink,
            ConfirmsWrites = policy.ConfirmWrites,
        };
    }

    private async Task<IReadOnlyList<AgentGrantedIntegration>> ContentAsync(IntegrationsDbContext db, Granted grant, CancellationToken cancellationToken)
    {
        var key = (grant.Id, grant.Version, grant.UpdatedAt);
        if (!_contents.TryGet(key, out var content))
        {
            // Changed in between, it is what counts by now.
            content = await db.AgentGrants.AsNoTracking().Where(g => g.Id == grant.Id).Select(g => g.Integrations).SingleOrDefaultAsync(cancellationToken) ?? [];
            _contents.Remember(key, content, clock.GetUtcNow() + Remembered);
        }

        return content;
    }

    private async Task<IReadOnlyList<AgentIntegration>> IntegrationsAsync(
        IntegrationsDbContext db, Caller caller, AgentPolicy policy, Granted grant, Guid? only, CancellationToken cancellationToken)
    {
        var content = await ContentAsync(db, grant, cancellationToken);
        var ids = content.Select(granted => granted.IntegrationId).Where(id => only is null || id == only).ToList();
        if (ids.Count == 0)
        {
            return [];
        }

        var seen = await _seen(db, caller.OrganizationId, caller.UserId, ids).ToListAsync(cancellationToken);
        return
        [
            .. from instance in seen
               let granted = content.First(granted => granted.IntegrationId == instance.Id)
               select new AgentIntegration(
                   instance.Id, instance.Name, instance.ProviderKey, granted.MayRead && policy.Allows(instance.ProviderKey, AgentPolicy.Reading),
                   [.. granted.Actions.Where(action => policy.Allows(instance.ProviderKey, action.Name))]),
        ];
    }

    // The grant stands in the place of the scopes read and write: a program's token has neither, so that it opens nothing but the tools.
    private static Caller For(Caller caller, CallerClient client, TokenScopes scopes) => caller with
    {
        Scopes = scopes,
        DisplayName = caller.UserId is null ? caller.DisplayName : $"{client.Name} for {caller.DisplayName}",
    };

    private sealed record Found(AgentPolicy? Policy, Granted? Grant);

    private sealed record Seen(Guid Id, string Name, string ProviderKey);

    private sealed record Granted(Guid Id, int Version, DateTimeOffset UpdatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt, bool MayReadRecords, bool MayLink);
}
