using Integrations.Core.Activity;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Agents;

/// <summary>Calls that wait for a person: programs ask, people answer, and what was confirmed is made once.</summary>
public sealed class AgentApprovals(IDbContextFactory<IntegrationsDbContext> contexts, AgentAccess access, AuditLog audit, TimeProvider clock)
{
    /// <summary>So long a person has to answer.</summary>
    public static readonly TimeSpan WaitsFor = TimeSpan.FromDays(1);

    /// <summary>So long after the answer the program may make the call; so long a refusal holds.</summary>
    public static readonly TimeSpan HoldsFor = TimeSpan.FromHours(1);

    /// <summary>Of one grant, at once.</summary>
    public const int MostWaiting = 20;

    /// <summary>What waits for the caller, and what they answered in the last hour; the newest first, at most 100.</summary>
    public async Task<IReadOnlyList<AgentApprovalView>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.AgentApprovals.AsNoTracking().VisibleTo(caller).Where(a => a.ExpiresAt > now)
            .OrderByDescending(a => a.AskedAt).ThenBy(a => a.Id).Take(PageRequest.MaxLimit).ToListAsync(cancellationToken);
        return [.. rows.Select(AgentApprovalView.Of)];
    }

    /// <summary>How many calls wait for the caller.</summary>
    public async Task<int> CountWaitingAsync(Caller caller, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.AgentApprovals.VisibleTo(caller).CountAsync(a => a.ExpiresAt > now && a.State == AgentApprovalState.Waiting, cancellationToken);
    }

    /// <summary>Confirms or refuses one call.</summary>
    /// <returns>Done, or <c>agents.approval_not_found</c>, <c>permission_denied</c>.</returns>
    public async Task<Result<Done>> AnswerAsync(Caller caller, Guid id, bool confirm, CancellationToken cancellationToken)
    {
        if ((caller.Must(KnownPermissions.GrantTools) ?? (caller.SessionId is null ? AgentFailures.ByPersonOnly : null)) is { } forbidden)
        {
            return forbidden;
        }

        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.AgentApprovals.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } row)
        {
            return AgentFailures.ApprovalNotFound;
        }

        var state = confirm ? AgentApprovalState.Confirmed : AgentApprovalState.Refused;
        var answered = await db.WriteAsync(
            async ct =>
            {
                // One answer counts, also when two are given at once.
                var changed = await db.AgentApprovals.Where(a => a.Id == id && a.State == AgentApprovalState.Waiting && a.ExpiresAt > now).ExecuteUpdateAsync(
                    set => set.SetProperty(a => a.State, state).SetProperty(a => a.AnsweredAt, now).SetProperty(a => a.ExpiresAt, now + HoldsFor), ct);
                if (changed == 1)
                {
                    audit.Add(
                        db, caller, confirm ? "agent.call_confirmed" : "agent.call_refused", new AuditTarget("agent_call", id.ToString(), row.Title, row.OrganizationId),
                        after: new { client = row.ClientName, row.IntegrationId, row.Place, row.Parameters });
                    await db.SaveChangesAsync(ct);
                }

                return changed;
            },
            cancellationToken);
        return answered == 1 ? Done.Value : AgentFailures.ApprovalNotFound;
    }

    /// <summary>Null when the call may be made now; else what to answer. A confirmed call is used up by this.</summary>
    internal async Task<Failure?> UseOrAskAsync(AgentStanding standing, AgentCall call, CancellationToken cancellationToken)
    {
        if (!standing.ConfirmsWrites)
        {
            return null;
        }

        var (now, hash) = (clock.GetUtcNow(), call.Hash);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.AgentApprovals.AsNoTracking()
            .Where(a => a.GrantId == standing.GrantId && a.CallHash == hash && a.ExpiresAt > now && a.State != AgentApprovalState.Used)
            .OrderBy(a => a.AskedAt).ThenBy(a => a.Id).Select(a => new { a.Id, a.State }).ToListAsync(cancellationToken);
        foreach (var confirmed in rows.Where(row => row.State == AgentApprovalState.Confirmed))
        {
            // Of two equal calls at once, one is made.
            if (await db.WriteAsync(
                ct => db.AgentApprovals.Where(a => a.Id == confirmed.Id && a.State == AgentApprovalState.Confirmed).ExecuteUpdateAsync(
                    set => set.SetProperty(a => a.State, AgentApprovalState.Used), ct), cancellationToken) == 1)
            {
                return null;
            }
        }

        return rows.Exists(row => row.State == AgentApprovalState.Waiting) ? AgentFailures.Waiting(access.Page)
            : rows.Exists(row => row.State == AgentApprovalState.Refused) ? AgentFailures.Refused(access.Page)
            : await AskAsync(db, standing, call, cancellationToken);
    }

    private async Task<Failure> AskAsync(IntegrationsDbContext db, AgentStanding standing, AgentCall call, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await db.AgentApprovals.CountAsync(a => a.GrantId == standing.GrantId && a.State == AgentApprovalState.Waiting && a.ExpiresAt > now, cancellationToken) >= MostWaiting)
        {
            return AgentFailures.TooManyWaiting(access.Page);
        }

        db.AgentApprovals.Add(new AgentApproval
        {
            Id = Guid.CreateVersion7(now),
            OrganizationId = standing.Caller.OrganizationId!.Value,
            GrantId = standing.GrantId!.Value,
            UserId = standing.Caller.UserId,
            ClientName = Text.Cut(standing.Client.Name, CallerClient.NameMaxLength),
            IntegrationId = call.IntegrationId,
            Place = Text.Shorten(call.Place, 120),
            Title = Text.Shorten(call.Title, 200),
            CallHash = call.Hash,
            Parameters = ParameterRedaction.Redact(call.Parameters, call.Schema)?.ToJsonString(),
            AskedAt = now,
            ExpiresAt = now + WaitsFor,
        });
        await db.SaveChangesAsync(cancellationToken);
        return AgentFailures.Waiting(access.Page);
    }
}
