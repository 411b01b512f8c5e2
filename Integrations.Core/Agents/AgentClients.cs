using Integrations.Core.Identity;
using Integrations.Core.Identity.Programs;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Agents;

/// <summary>Which programs could call the tools: those with a token that a person gave them, and those that sign in by themselves.</summary>
internal static class AgentClients
{
    private const int Most = 200;

    /// <summary>
    /// The caller's own; for administrators also the organization's, with their grants, and those of other members without them. The newest first, at
    /// most 200 of each kind.
    /// </summary>
    public static async Task<IReadOnlyList<AgentClientView>> ListAsync(IntegrationsDbContext db, Caller caller, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (organizationId, userId, isForAll) = (caller.OrganizationId, caller.UserId, caller.Must(KnownPermissions.ChangeToolPolicy) is null);
        var tokens = await db.ApiTokens.AsNoTracking()
            .Where(t => t.OrganizationId == organizationId && t.RevokedAt == null && t.ExpiresAt > now && (isForAll || (t.UserId != null && t.UserId == userId)))
            .OrderByDescending(t => t.CreatedAt).ThenBy(t => t.Id).ToListAsync(cancellationToken);
        var authorized = await AuthorizedPrograms.ReadAsync(
            db, db.ProgramAuthorizations.Where(a => a.OrganizationId == organizationId && (isForAll || a.UserId == userId)), now, cancellationToken);
        var services = await db.Programs.AsNoTracking()
            .Where(c => isForAll && c.OrganizationId == organizationId && c.Kind == ProgramKind.Service && c.RevokedAt == null)
            .OrderByDescending(c => c.CreatedAt).ThenBy(c => c.Id).ToListAsync(cancellationToken);
        var policy = await db.AgentPolicies.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(cancellationToken) ?? new AgentPolicy();
        var grants = await db.AgentGrants.AsNoTracking().VisibleTo(caller).ToListAsync(cancellationToken);
        return
        [
            .. authorized.Where(program => program.Scopes.HasFlag(TokenScopes.Mcp)).Take(Most)
                .Select(program => View(program.Client, program.UserId, program.EndsAt, program.LastUsedAt) with { ProgramId = program.Id }),
            .. services.Where(program => program.Scopes.HasFlag(TokenScopes.Mcp)).Take(Most).Select(program => View(program.Client, null, null, program.LastUsedAt)),
            .. tokens.Where(token => token.Scopes.HasFlag(TokenScopes.Mcp)).Take(Most)
                .Select(token => View(CallerClient.OfToken(token.Id, token.Name), token.UserId, token.ExpiresAt, token.LastUsedAt)),
        ];

        AgentClientView View(CallerClient client, Guid? owner, DateTimeOffset? endsAt, DateTimeOffset? lastUsedAt) =>
            new(client, owner, endsAt, lastUsedAt, policy.Allows(client), grants.FirstOrDefault(grant => grant.ClientKey == client.Key && grant.UserId == owner))
            {
                IsForCaller = owner is { } person ? person == userId : isForAll,
            };
    }
}
