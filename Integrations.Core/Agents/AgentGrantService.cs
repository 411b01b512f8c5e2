using Integrations.Core.Activity;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Agents;

/// <summary>People grant their programs what they may call, see it, and take it back.</summary>
public sealed class AgentGrantService(IDbContextFactory<IntegrationsDbContext> contexts, AuditLog audit, TimeProvider clock)
{
    /// <summary>
    /// Programs that could call the tools: the caller's own; for administrators also the organization's keys and services with their grants, and
    /// those of other members without them.
    /// </summary>
    public async Task<IReadOnlyList<AgentClientView>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await AgentClients.ListAsync(db, caller, clock.GetUtcNow(), cancellationToken);
    }

    /// <summary>Grants, in place of what was granted before.</summary>
    /// <param name="caller">A person in their browser, who gave their password in the last ten minutes (SECURITY S5): their own programs, or keys of the organization they administer.</param>
    /// <param name="clientKey">Of a program in <see cref="ListAsync"/>.</param>
    /// <returns>Done, or <c>validation</c>, <c>permission_denied</c>, <c>auth.confirm_password</c>, <c>agents.client_not_found</c>, <c>integration.not_found</c>.</returns>
    public async Task<Result<Done>> GrantAsync(Caller caller, string clientKey, AgentGrantChanges changes, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if ((Refuse(caller) ?? caller.MustHaveSignedInLately(now) ?? changes.Validate()) is { } refused)
        {
            return refused;
        }

        if ((await ListAsync(caller, cancellationToken)).FirstOrDefault(view => view.Client.Key == clientKey && view.IsForCaller) is not { } program)
        {
            return AgentFailures.ClientNotFound;
        }

        if (program.UserId is null && caller.Must(KnownPermissions.GrantToolsToKeys) is { } forbidden)
        {
            return forbidden;
        }

        return await contexts.WriteAgainAsync<Result<Done>>(
            3, failed => LostRaces.IsStale(failed) || failed.IsUniqueViolation(), db => SaveAsync(db, caller, program, changes, now, cancellationToken), cancellationToken);
    }

    /// <summary>Ends a grant: the program's next call finds nothing. Ending it again changes nothing.</summary>
    /// <returns>Done, or <c>agents.grant_not_found</c>, <c>permission_denied</c>.</returns>
    public async Task<Result<Done>> RevokeAsync(Caller caller, Guid grantId, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.GrantTools) is { } forbidden)
        {
            return forbidden;
        }

        return await contexts.WriteAgainAsync<Result<Done>>(
            3,
            LostRaces.IsStale,
            async db =>
            {
                if (await db.AgentGrants.VisibleTo(caller).SingleOrDefaultAsync(g => g.Id == grantId, cancellationToken) is not { } grant)
                {
                    return AgentFailures.GrantNotFound;
                }

                if (grant.RevokedAt is null)
                {
                    grant.RevokedAt = clock.GetUtcNow();
                    audit.Add(db, caller, "agent.grant_revoked", Target(grant));
                    await db.SaveChangesAsync(cancellationToken);
                }

                return Done.Value;
            },
            cancellationToken);
    }

    private async Task<Result<Done>> SaveAsync(
        IntegrationsDbContext db, Caller caller, AgentClientView program, AgentGrantChanges changes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ids = changes.Integrations.Select(granted => granted.IntegrationId).ToList();
        // What a person does not see they cannot give; a key of the organization sees no person's own.
        var seen = program.UserId is null ? caller with { UserId = null } : caller;
        if (await db.Instances.VisibleTo(seen).CountAsync(i => ids.Contains(i.Id), cancellationToken) != ids.Count)
        {
            return InstanceNotFound;
        }

        var ownerKey = $"{program.UserId:N}";
        var grant = await db.AgentGrants.SingleOrDefaultAsync(g => g.OrganizationId == caller.OrganizationId && g.ClientKey == program.Client.Key && g.OwnerKey == ownerKey, cancellationToken);
        if (grant is null)
        {
            grant = new AgentGrant
            {
                Id = Guid.CreateVersion7(now),
                OrganizationId = caller.OrganizationId!.Value,
                UserId = program.UserId,
                ClientKey = program.Client.Key,
                ClientName = program.Client.Name,
                CreatedAt = now,
            };
            db.AgentGrants.Add(grant);
        }

        var before = Summary(grant);
        (grant.ClientName, grant.MayReadRecords, grant.MayLink) = (program.Client.Name, changes.MayReadRecords || changes.MayLink, changes.MayLink);
        grant.Integrations = [.. changes.Integrations.Where(granted => granted.MayRead || granted.Actions.Count > 0)];
        (grant.ExpiresAt, grant.RevokedAt) = (now + changes.Lifetime, null);
        audit.Add(db, caller, "agent.granted", Target(grant), before, Summary(grant));
        await db.SaveChangesAsync(cancellationToken);
        return Done.Value;
    }

    private static Failure? Refuse(Caller caller) =>
        caller.Must(KnownPermissions.GrantTools) ?? (caller.SessionId is null ? AgentFailures.ByPersonOnly : caller.OrganizationId is null ? AgentFailures.NoOrganization : null);

    private static AuditTarget Target(AgentGrant grant) => new("agent_grant", grant.Id.ToString(), grant.ClientName, grant.OrganizationId);

    private static object Summary(AgentGrant grant) => new
    {
        grant.ExpiresAt,
        grant.MayReadRecords,
        grant.MayLink,
        integrations = grant.Integrations.Select(granted => new { granted.IntegrationId, granted.MayRead, actions = granted.Actions.Select(action => action.Name) }),
    };

    private static Failure InstanceNotFound => Failure.NotFound("integration.not_found", "One of these integrations does not exist, or is not the program's to use.");
}
