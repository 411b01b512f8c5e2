using Integrations.Core.Permissions;

namespace Integrations.Core.Webhooks;

internal static class WebhookQueries
{
    public static IQueryable<WebhookEndpoint> VisibleTo(this IQueryable<WebhookEndpoint> endpoints, Caller caller)
    {
        var organizationId = caller.OrganizationId;
        return endpoints.Where(e => e.OrganizationId == organizationId);
    }

    public static IQueryable<WebhookDelivery> VisibleTo(this IQueryable<WebhookDelivery> deliveries, Caller caller)
    {
        var organizationId = caller.OrganizationId;
        return deliveries.Where(d => d.OrganizationId == organizationId);
    }
}
