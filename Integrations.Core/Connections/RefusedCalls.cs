using Integrations.Core.Activity;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Connections;

/// <summary>
/// Records calls that never reached their vendor because the connection is broken. Without them Activity would be silent
/// about exactly the calls that people ask about.
/// </summary>
public sealed class RefusedCalls(IDbContextFactory<IntegrationsDbContext> contexts, ActivityLog activity, TimeProvider clock)
{
    /// <summary>Writes one failed row, where the failure is the connection's; other refusals never were calls.</summary>
    /// <param name="type">One of <see cref="ActivityTypes"/>.</param>
    /// <param name="started">When the caller asked, as <see cref="TimeProvider.GetTimestamp"/> gave it.</param>
    /// <param name="action">The action's name, where one was to be run.</param>
    public async Task RecordAsync(Caller caller, Guid instanceId, string type, Failure failure, long started, CancellationToken cancellationToken, string? action = null)
    {
        if (!failure.IsVendorSide)
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Instances.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(i => i.Id == instanceId, cancellationToken) is not { } instance)
        {
            return;
        }

        var connection = await db.Connections.AsNoTracking().UsedBy(caller, instance).SingleOrDefaultAsync(cancellationToken);
        await activity.RecordAsync(
            activity.Entry(caller, instance.OrganizationId, instance.Id, connection?.UserId is not null, type, clock.GetElapsedTime(started), failure, action: action is null ? null : Text.Cut(action, 120)),
            cancellationToken);
    }
}
