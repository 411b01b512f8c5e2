using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.VendorEvents.Subscriptions;

/// <summary>Shows the subscriptions of an integration.</summary>
public sealed class SubscriptionService(IDbContextFactory<IntegrationsDbContext> contexts)
{
    /// <summary>Those of the organization's connection for its administrators, and those of one's own.</summary>
    /// <param name="caller">Sees the integration.</param>
    /// <param name="instanceId">The integration.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<Result<IReadOnlyList<SubscriptionView>>> ListAsync(Caller caller, Guid instanceId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await db.Instances.VisibleTo(caller).AnyAsync(i => i.Id == instanceId, cancellationToken))
        {
            return InstanceFailures.NotFound;
        }

        var (userId, administers) = (caller.UserId, caller.IsTenantAdmin);
        var rows = await db.EventSubscriptions.AsNoTracking()
            .Where(c => c.InstanceId == instanceId && c.OrganizationId == caller.OrganizationId
                && db.Set<Connection>().Any(o => o.Id == c.ConnectionId && (o.UserId == null ? administers : o.UserId == userId)))
            .OrderBy(c => c.Resource).ThenBy(c => c.Id)
            .Select(c => new SubscriptionView(c.Id, c.Resource, c.Status, c.EndsAt, c.DueAt, c.LastError)).ToListAsync(cancellationToken);
        return Result<IReadOnlyList<SubscriptionView>>.Success(rows);
    }
}
