using Integrations.Core.Activity;
using Integrations.Core.Events;
using Integrations.Core.Identity;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Connections;

/// <summary>
/// Accounts at vendors that disabled members had connected. The hub does not use them any more, and they stay connected at the vendors until
/// an administrator ends them, or the member comes back.
/// </summary>
public sealed class LeaverConnections(IDbContextFactory<IntegrationsDbContext> contexts, ConnectionTeardown connectionEnd, AuditLog audit, Outbox outbox, TimeProvider clock)
{
    /// <summary>How many accounts each disabled member of the caller's organization has still connected; members without any are left out.</summary>
    public async Task<Result<IReadOnlyDictionary<Guid, int>>> CountAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ReadMembers) is { } forbidden)
        {
            return forbidden;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var counts = await Of(db).Where(c => c.OrganizationId == caller.OrganizationId).GroupBy(c => c.UserId!.Value)
            .Select(mine => new { mine.Key, Count = mine.Count() }).ToDictionaryAsync(mine => mine.Key, mine => mine.Count, cancellationToken);
        return Result<IReadOnlyDictionary<Guid, int>>.Success(counts);
    }

    /// <summary>Ends all of them: the credentials go at once, and the vendors are asked to forget them.</summary>
    /// <returns>How many ended, or <c>member.not_found</c>, <c>member.not_disabled</c>, <c>permission_denied</c>, <c>auth.confirm_password</c>.</returns>
    public async Task<Result<int>> DisconnectAsync(Caller caller, Guid memberId, CancellationToken cancellationToken)
    {
        if ((caller.Must(KnownPermissions.ChangeMembers) ?? caller.MustConfirmInBrowser(clock.GetUtcNow())) is { } forbidden)
        {
            return forbidden;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Users.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(u => u.Id == memberId, cancellationToken) is not { } member)
        {
            return AccessFailures.MemberNotFound;
        }

        if (member.DisabledAt is null)
        {
            return Failure.Conflict("member.not_disabled", "This member may sign in, so only they can disconnect their accounts. Disable them first.");
        }

        var living = await Of(db).Where(c => c.OrganizationId == caller.OrganizationId && c.UserId == memberId).ToListAsync(cancellationToken);
        var ids = living.Select(c => c.InstanceId).Distinct().ToList();
        var instances = await db.Instances.Where(i => ids.Contains(i.Id)).ToListAsync(cancellationToken);
        if (living.Count == 0)
        {
            return 0;
        }

        living.ForEach(connection => connectionEnd.End(db, connection));
        foreach (var instance in instances)
        {
            if (instance is { UserScoped: false, Status: not InstanceStatus.Disabled })
            {
                (instance.LastError, instance.Status) = (null, InstanceStatus.Pending);
            }

            outbox.AddDisconnected(db, instance, "member_disabled");
        }

        // Whose accounts these were at the vendors is the member's; that they are gone is the organization's.
        audit.Add(db, caller, "member.disconnected", MemberService.Target(member), after: new { connections = living.Count });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return InstanceFailures.Stale;
        }

        connectionEnd.Wake();
        return living.Count;
    }

    /// <summary>Living connections of people who may not sign in.</summary>
    internal static IQueryable<Connection> Of(IntegrationsDbContext db)
    {
        // From the people, who are few, to their connections by the index, and not the other way round.
        var disabled = db.Users.Where(u => u.DisabledAt != null).Select(u => (Guid?)u.Id);
        return db.Connections.Where(c => c.DisconnectedAt == null && c.UserId != null && disabled.Contains(c.UserId));
    }
}
