using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.VendorEvents;

internal static class InboundQueries
{
    /// <summary>Null when the caller may read what came to the integration: the organization's by those who have the right, one's own by its owner.</summary>
    public static async Task<Failure?> MayReadInboundAsync(this IntegrationsDbContext db, Caller caller, Guid instanceId, CancellationToken cancellationToken) =>
        await db.Instances.AsNoTracking().VisibleTo(caller).Where(i => i.Id == instanceId).Select(i => (InstanceLevel?)i.Level).SingleOrDefaultAsync(cancellationToken) switch
        {
            null => InstanceFailures.NotFound,
            InstanceLevel.Organization => caller.Must(KnownPermissions.ReadInbound),
            _ => null,
        };

    /// <summary>Makes the event due from its first attempt on.</summary>
    /// <returns>False when there was none of <paramref name="events"/>.</returns>
    public static async Task<bool> DueAgainAsync(this IQueryable<InboundEvent> events, DateTimeOffset now, CancellationToken cancellationToken) =>
        await events.ExecuteUpdateAsync(
            e => e.SetProperty(x => x.ProcessedAt, (DateTimeOffset?)null).SetProperty(x => x.DueAt, now).SetProperty(x => x.Attempts, 0)
                .SetProperty(x => x.LeaseLosses, 0).SetProperty(x => x.ClaimId, (Guid?)null).SetProperty(x => x.LastError, (string?)null),
            cancellationToken) == 1;
}
