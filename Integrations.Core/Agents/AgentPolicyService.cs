using Integrations.Core.Activity;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Agents;

/// <summary>What an organization allows its members' programs.</summary>
public sealed class AgentPolicyService(IDbContextFactory<IntegrationsDbContext> contexts, AuditLog audit, TimeProvider clock)
{
    /// <summary>What holds; the defaults where nothing was set. Everyone in the organization may know it.</summary>
    public async Task<AgentPolicy> GetAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.AgentPolicies.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(cancellationToken) ?? new AgentPolicy { OrganizationId = caller.OrganizationId ?? Guid.Empty };
    }

    /// <summary>Sets it; the next call of each program is judged by it.</summary>
    /// <returns>What holds now; or <c>validation</c>, <c>permission_denied</c>, <c>auth.confirm_password</c>, <c>agents.policy_changed</c>.</returns>
    public async Task<Result<AgentPolicy>> ChangeAsync(Caller caller, AgentPolicyChanges changes, CancellationToken cancellationToken)
    {
        if ((caller.Must(KnownPermissions.ChangeToolPolicy) ?? (caller.SessionId is null ? AgentFailures.ByPersonOnly : null) ?? caller.MustHaveSignedInLately(clock.GetUtcNow()) ?? changes.Validate()) is { } refused)
        {
            return refused;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var policy = await db.AgentPolicies.VisibleTo(caller).SingleOrDefaultAsync(cancellationToken);
        if ((policy?.Version ?? 0) != changes.ExpectedVersion)
        {
            return AgentFailures.PolicyChanged;
        }

        if (policy is null)
        {
            policy = new AgentPolicy { OrganizationId = caller.OrganizationId!.Value };
            db.AgentPolicies.Add(policy);
        }

        var before = Summary(policy);
        (policy.IsOpen, policy.ConfirmWrites) = (changes.IsOpen, changes.ConfirmWrites);
        (policy.OnlyListedClients, policy.Clients) = (changes.OnlyListedClients, [.. changes.Clients.Distinct(StringComparer.Ordinal)]);
        (policy.OnlyListedTools, policy.Tools) = (changes.OnlyListedTools, [.. changes.Tools.Distinct(StringComparer.Ordinal)]);
        audit.Add(db, caller, "agent.policy_changed", new AuditTarget("agent_policy", policy.OrganizationId.ToString(), "Agents"), before, Summary(policy));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException lost) when (LostRaces.IsStale(lost) || lost.IsUniqueViolation())
        {
            return AgentFailures.PolicyChanged;
        }

        return policy;
    }

    private static object Summary(AgentPolicy policy) => new { policy.IsOpen, policy.ConfirmWrites, policy.OnlyListedClients, policy.Clients, policy.OnlyListedTools, policy.Tools };
}
