using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Agents;

/// <summary>Says what a program may do: what its person granted, cut with what the organization allows and what the person sees.</summary>
public sealed class AgentAccess(IDbContextFactory<IntegrationsDbContext> contexts, PublicOrigin origin, TimeProvider clock)
{
    /// <summary>The page where a person grants and confirms.</summary>
    public string Page => origin.Url(AgentFailures.PagePath);

    /// <summary>Asked of the database for every call: what is revoked, or no longer allowed, is gone at once on every node.</summary>
    /// <returns>What it may do, nothing included; or <c>permission_denied</c>, <c>agents.closed</c>, <c>agents.client_not_allowed</c>.</returns>
    public async Task<Result<AgentStanding>> OpenAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (caller.Must(Rights.UseTools) is { } forbidden)
        {
            return forbidden;
        }

        if (caller is not { Client: { } client, OrganizationId: { } organizationId })
        {
            return AgentFailures.NoClient;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var policy = await db.AgentPolicies.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(cancellationToken) ?? new AgentPolicy { OrganizationId = organizationId };
        if (!policy.Allows(client))
        {
            return policy.IsOpen ? AgentFailures.ClientNotAllowed : AgentFailures.Closed;
        }

        // Not VisibleTo: the organization's key is no administrator here, and its own grant is all that it may know.
        var ownerKey = $"{caller.UserId:N}";
        var grant = await db.AgentGrants.AsNoTracking()
            .SingleOrDefaultAsync(g => g.OrganizationId == organizationId && g.ClientKey == client.Key && g.OwnerKey == ownerKey, cancellationToken);
        if (grant is null || !grant.IsInForce(clock.GetUtcNow()))
        {
            return new AgentStanding(For(caller, client, TokenScopes.Read), client, GrantId: null, ExpiresAt: null);
        }

        var integrations = await IntegrationsAsync(db, caller, policy, grant, cancellationToken);
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

    private static async Task<IReadOnlyList<AgentIntegration>> IntegrationsAsync(
        IntegrationsDbContext db, Caller caller, AgentPolicy policy, AgentGrant grant, CancellationToken cancellationToken)
    {
        var ids = grant.Integrations.Select(granted => granted.IntegrationId).ToList();
        var seen = await db.Instances.AsNoTracking().VisibleTo(caller).Where(i => ids.Contains(i.Id) && i.Status != InstanceStatus.Disabled)
            .OrderBy(i => i.Name).ThenBy(i => i.Id)
            .Select(i => new { i.Id, i.Name, i.ProviderKey })
            .ToListAsync(cancellationToken);
        return
        [
            .. from instance in seen
               let granted = grant.Integrations.First(granted => granted.IntegrationId == instance.Id)
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
}
