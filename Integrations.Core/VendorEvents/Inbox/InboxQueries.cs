using Integrations.Core.Connections;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.VendorEvents.Inbox;

internal static class InboxQueries
{
    /// <summary>Of one integration; what came to another person's own subscription is theirs alone.</summary>
    public static IQueryable<InboundReceipt> OfCaller(this IQueryable<InboundReceipt> receipts, IntegrationsDbContext db, Caller caller, Guid instanceId)
    {
        var userId = caller.UserId;
        return receipts.AsNoTracking().Where(r => r.InstanceId == instanceId
            && (r.ConnectionId == null || db.Set<Connection>().Any(c => c.Id == r.ConnectionId && (c.UserId == null || c.UserId == userId))));
    }
}
