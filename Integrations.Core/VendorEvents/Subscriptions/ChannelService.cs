using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.VendorEvents.Subscriptions;

/// <summary>A channel as those see it whose connection it serves.</summary>
/// <param name="Resource">What is watched, in the vendor's words.</param>
/// <param name="EndsAt">When the vendor ends it unless it is renewed; null until it was opened once.</param>
/// <param name="NextAt">When it is renewed, or tried again.</param>
/// <param name="LastError">Why the last attempt failed; null while all is well.</param>
public sealed record ChannelView(Guid Id, string Resource, ChannelStatus Status, DateTimeOffset? EndsAt, DateTimeOffset NextAt, string? LastError);

/// <summary>Shows the channels of an integration.</summary>
public sealed class ChannelService(IDbContextFactory<IntegrationsDbContext> contexts)
{
    /// <summary>Those of the organization's connection for its administrators, and those of one's own.</summary>
    /// <param name="caller">Sees the integration.</param>
    /// <param name="instanceId">The integration.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<Result<IReadOnlyList<ChannelView>>> ListAsync(Caller caller, Guid instanceId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await db.Instances.VisibleTo(caller).AnyAsync(i => i.Id == instanceId, cancellationToken))
        {
            return InstanceFailures.NotFound;
        }

        var (userId, administers) = (caller.UserId, caller.IsTenantAdmin);
        var rows = await db.Channels.AsNoTracking()
            .Where(c => c.InstanceId == instanceId && c.OrganizationId == caller.OrganizationId
                && db.Set<Connection>().Any(o => o.Id == c.ConnectionId && (o.UserId == null ? administers : o.UserId == userId)))
            .OrderBy(c => c.Resource).ThenBy(c => c.Id)
            .Select(c => new ChannelView(c.Id, c.Resource, c.Status, c.EndsAt, c.DueAt, c.LastError)).ToListAsync(cancellationToken);
        return Result<IReadOnlyList<ChannelView>>.Success(rows);
    }
}
