namespace Integrations.Tests.Api.Conformance;

/// <summary>Who may pass a route's door.</summary>
public enum Door
{
    Public,
    User,
    TenantAdmin,
    SuperAdmin,
}

/// <summary>A route as a document names it.</summary>
/// <param name="Template">As the hub's routing spells it.</param>
public sealed record DocumentedRoute(string Document, string Method, string Template, Door Door)
{
    public override string ToString() => $"{Document} {Method} {Template}";
}

/// <summary>Every route of the five documents, copied from their text and not from the code; and our own beside them.</summary>
public static class DocumentedRoutes
{
    public static IReadOnlyList<DocumentedRoute> All { get; } =
    [
        new("000", "POST", "/api/integrations/{integrationId}/test", Door.User),
        new("000", "POST", "/api/integrations/{integrationId}/search", Door.User),
        new("000", "GET", "/api/integrations/{integrationId}/entities/{**externalId}", Door.User),

        new("001", "POST", "/api/admin/integrations", Door.SuperAdmin),
        new("001", "GET", "/api/admin/integrations", Door.SuperAdmin),
        new("001", "GET", "/api/admin/integrations/{category}/{id}", Door.SuperAdmin),
        new("001", "PATCH", "/api/admin/integrations/{category}/{id}", Door.SuperAdmin),
        new("001", "DELETE", "/api/admin/integrations/{category}/{id}", Door.SuperAdmin),
        new("001", "PATCH", "/api/admin/integrations/{category}/{id}/status", Door.SuperAdmin),
        new("001", "PATCH", "/api/admin/integrations/{category}/{id}/audience", Door.SuperAdmin),
        new("001", "POST", "/api/admin/integrations/{category}/{id}/test", Door.SuperAdmin),
        new("001", "GET", "/api/integrations", Door.User),
        new("001", "GET", "/api/integrations/{category}/{id}", Door.User),
        new("001", "GET", "/api/tenant/integrations", Door.TenantAdmin),
        new("001", "POST", "/api/tenant/integrations", Door.TenantAdmin),
        new("001", "GET", "/api/tenant/integrations/{id}", Door.TenantAdmin),
        new("001", "PATCH", "/api/tenant/integrations/{id}", Door.TenantAdmin),
        new("001", "DELETE", "/api/tenant/integrations/{id}", Door.TenantAdmin),
        new("001", "POST", "/api/tenant/integrations/{id}/activate", Door.TenantAdmin),
        new("001", "POST", "/api/tenant/integrations/{id}/deactivate", Door.TenantAdmin),
        new("001", "POST", "/api/tenant/integrations/{id}/connect/oauth", Door.TenantAdmin),
        new("001", "GET", "/api/integrations/oauth/callback", Door.Public),
        new("001", "POST", "/api/tenant/integrations/{id}/connect/api-key", Door.TenantAdmin),
        new("001", "POST", "/api/tenant/integrations/{id}/connect/basic", Door.TenantAdmin),
        new("001", "POST", "/api/tenant/integrations/{id}/connect/custom", Door.TenantAdmin),
        new("001", "GET", "/api/tenant/integrations/{id}/connection", Door.TenantAdmin),
        new("001", "POST", "/api/tenant/integrations/{id}/connection/test", Door.TenantAdmin),
        new("001", "POST", "/api/tenant/integrations/{id}/disconnect", Door.TenantAdmin),
        new("001", "PATCH", "/api/tenant/integrations/{id}/credentials", Door.TenantAdmin),
        new("001", "POST", "/api/user/integrations/{id}/connect/oauth", Door.User),
        new("001", "GET", "/api/user/integrations/{id}/connection", Door.User),
        new("001", "POST", "/api/user/integrations/{id}/disconnect", Door.User),
        new("001", "POST", "/api/integrations/search", Door.User),
        new("001", "GET", "/api/integrations/{id}/search", Door.User),
        new("001", "GET", "/api/tenant/integrations/{id}/widgets/status", Door.User),
        new("001", "GET", "/api/tenant/integrations/{id}/widgets/activity", Door.User),
        new("001", "GET", "/api/tenant/integrations/{id}/widgets/data", Door.User),

        new("002", "GET", "/api/v1/integrations", Door.User),
        new("002", "GET", "/api/v1/integrations/{id}", Door.User),
        new("002", "POST", "/api/v1/integrations", Door.User),
        new("002", "PUT", "/api/v1/integrations/{id}", Door.User),
        new("002", "DELETE", "/api/v1/integrations/{id}", Door.User),
        new("002", "GET", "/api/v1/integrations/{id}/logs", Door.User),

        new("003", "GET", "/v1/integrations", Door.User),
        new("003", "GET", "/v1/integrations/available", Door.User),
        new("003", "GET", "/v1/integrations/{integrationId}", Door.User),
        new("003", "POST", "/v1/integrations/{integrationId}/connect", Door.User),
        new("003", "POST", "/v1/integrations/{integrationId}/disconnect", Door.User),
        new("003", "POST", "/v1/integrations/{integrationId}/test", Door.User),
        new("003", "POST", "/v1/integrations/{integrationId}/actions/{actionName}", Door.User),
        new("003", "POST", "/v1/integrations/webhooks", Door.User),
        new("003", "GET", "/v1/integrations/{integrationId}/logs", Door.User),

        new("004", "GET", "/api/auth/integrations/{userId}", Door.User),
        new("004", "GET", "/api/auth/github/status/{userId}", Door.User),
        new("004", "GET", "/api/google-calendar/status/{userId}", Door.User),
    ];

    /// <summary>What no document names: the hub's own, in the style of 001, and of 003.</summary>
    public static IReadOnlyList<DocumentedRoute> Own { get; } =
    [
        new("hub", "POST", "/api/tenant/integrations/batch", Door.TenantAdmin),
        new("hub", "GET", "/api/tenant/integrations/batch/{id}", Door.TenantAdmin),
        new("hub", "POST", "/api/tenant/integrations/batch/{id}/cancel", Door.TenantAdmin),
        new("hub", "GET", "/api/tenant/templates", Door.TenantAdmin),
        new("hub", "POST", "/api/tenant/templates", Door.TenantAdmin),
        new("hub", "GET", "/api/tenant/templates/{id}", Door.TenantAdmin),
        new("hub", "PATCH", "/api/tenant/templates/{id}", Door.TenantAdmin),
        new("hub", "DELETE", "/api/tenant/templates/{id}", Door.TenantAdmin),
        new("hub", "POST", "/api/tenant/templates/{id}/integrations", Door.TenantAdmin),

        new("hub", "GET", "/api/connect-links", Door.TenantAdmin),
        new("hub", "POST", "/api/connect-links", Door.TenantAdmin),
        new("hub", "GET", "/api/connect-links/{id}", Door.TenantAdmin),
        new("hub", "DELETE", "/api/connect-links/{id}", Door.TenantAdmin),

        new("hub-proxy", "GET", "/api/proxy/{integrationId}/{**path}", Door.User),
        new("hub-proxy", "POST", "/api/proxy/{integrationId}/{**path}", Door.User),
        new("hub-proxy", "PUT", "/api/proxy/{integrationId}/{**path}", Door.User),
        new("hub-proxy", "PATCH", "/api/proxy/{integrationId}/{**path}", Door.User),
        new("hub-proxy", "DELETE", "/api/proxy/{integrationId}/{**path}", Door.User),

        new("hub-003", "GET", "/v1/integrations/webhooks/{webhookId}", Door.User),
        new("hub-003", "PATCH", "/v1/integrations/webhooks/{webhookId}", Door.User),
        new("hub-003", "DELETE", "/v1/integrations/webhooks/{webhookId}", Door.User),
        new("hub-003", "POST", "/v1/integrations/webhooks/{webhookId}/rotate", Door.User),
        new("hub-003", "GET", "/v1/integrations/webhooks/{webhookId}/deliveries", Door.User),
        new("hub-003", "GET", "/v1/integrations/webhooks/{webhookId}/deliveries/{deliveryId}", Door.User),
        new("hub-003", "POST", "/v1/integrations/webhooks/{webhookId}/deliveries/{deliveryId}/replay", Door.User),
        new("hub-003", "POST", "/v1/integrations/webhooks/{webhookId}/replay", Door.User),
    ];

    public static IReadOnlyList<DocumentedRoute> Every { get; } = [.. All, .. Own];
}
