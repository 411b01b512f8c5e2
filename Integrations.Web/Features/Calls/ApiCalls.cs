using System.Globalization;
using System.Text.Json.Nodes;
using Integrations.Core.Webhooks;
using Integrations.Web.Api.Automation;

namespace Integrations.Web.Features.Calls;

/// <summary>The calls that pages offer to copy; a test sends them to the routes and compiles them against the client.</summary>
internal static class ApiCalls
{
    /// <summary>One search over everything connected.</summary>
    public static ApiCall Search(string words, int limit) => new(
        "/api/integrations/search",
        new JsonObject { ["query"] = words, ["limit"] = limit },
        $"Platform.SearchAllAsync(new() {{ Query = {ApiCall.Literal(words)}, Limit = {limit} }})");

    /// <summary>An action with the values of its form.</summary>
    public static ApiCall Action(Guid integrationId, string action, JsonObject parameters)
    {
        var id = AutomationIds.Of(AutomationIds.Integration, integrationId);
        return new ApiCall(
            $"/v1/integrations/{id}/actions/{Uri.EscapeDataString(action)}",
            new JsonObject { ["parameters"] = parameters.DeepClone() },
            $"Automation.RunActionAsync(\n    {ApiCall.Literal(id)}, {ApiCall.Literal(action)},\n    new() {{ Parameters = System.Text.Json.Nodes.JsonNode.Parse({ApiCall.Raw(parameters)})!.AsObject() }})");
    }

    /// <summary>The organization's integrations, as administrators list them.</summary>
    public static ApiCall Integrations(string? status, string? provider, string? search, string? tag, string sortBy, bool descending, int limit, int offset) => List(
        "/api/tenant/integrations",
        "Platform.ListInstancesAsync",
        ("limit", limit), ("offset", offset == 0 ? null : offset), ("sortBy", sortBy), ("sortOrder", descending ? "desc" : null), ("status", status), ("providerName", provider), ("search", search), ("tag", tag));

    /// <summary>What can be connected.</summary>
    public static ApiCall Catalog(string? category, int limit, int offset) =>
        List("/api/integrations", "Platform.ListCatalogAsync", ("limit", limit), ("offset", offset == 0 ? null : offset), ("category", category));

    /// <summary>All providers, as super administrators list them.</summary>
    public static ApiCall Providers(string? status, string? search, int limit, int offset) =>
        List("/api/admin/integrations", "Platform.ListProvidersAsync", ("limit", limit), ("offset", offset == 0 ? null : offset), ("status", status), ("search", search));

    /// <summary>A search in one integration.</summary>
    public static ApiCall SearchIn(Guid integrationId, string words, int limit) =>
        ListOf($"/api/integrations/{integrationId}/search", "Platform.SearchOneAsync", $"{integrationId}", ("query", words), ("limit", limit));

    /// <summary>Things of one kind that an integration holds.</summary>
    /// <param name="integrationId">The integration.</param>
    /// <param name="entity">The kind.</param>
    /// <param name="filters">By field; empty for all.</param>
    /// <param name="limit">How many.</param>
    public static ApiCall Data(Guid integrationId, string entity, IReadOnlyDictionary<string, string> filters, int limit) => ListOf(
        $"/api/tenant/integrations/{integrationId}/widgets/data", "Platform.GetWidgetDataAsync", $"{integrationId}",
        ("entity", entity), ("filters", filters.Count == 0 ? null : new JsonObject(filters.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value))).ToJsonString()), ("limit", limit));

    /// <summary>What a vendor sent to an integration, the newest first.</summary>
    public static ApiCall InboundRequests(Guid integrationId) => ListOf($"/api/integrations/{integrationId}/inbound-requests", "Own.ListInboundRequestsAsync", $"{integrationId}");

    /// <summary>A bulk action, and what became of each integration.</summary>
    public static ApiCall Batch(Guid id, string? status, int limit, int offset) => ListOf(
        $"/api/tenant/integrations/batch/{id}", "Platform.GetBatchAsync", $"{id}", ("status", status), ("limit", limit), ("offset", offset == 0 ? null : offset));

    public static ApiCall Templates() => List("/api/tenant/templates", "Platform.ListTemplatesAsync");

    public static ApiCall ConnectLinks(int limit, int offset) => List("/api/connect-links", "Platform.ListConnectLinksAsync", ("limit", limit), ("offset", offset == 0 ? null : offset));

    /// <summary>What was done through one integration, the newest first.</summary>
    public static ApiCall Activity(Guid integrationId, DateTimeOffset? from, int limit)
    {
        var id = AutomationIds.Of(AutomationIds.Integration, integrationId);
        return ListOf(
            $"/v1/integrations/{id}/logs", "Automation.ListLogsAsync", id, ("limit", limit), ("fromDate", from?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)));
    }

    /// <summary>What was sent to one webhook, the newest first.</summary>
    /// <param name="webhookId">The webhook.</param>
    /// <param name="status">As the list's address says it.</param>
    /// <param name="limit">How many.</param>
    public static ApiCall Deliveries(Guid webhookId, string? status, int limit)
    {
        var id = AutomationIds.Of(AutomationIds.Webhook, webhookId);
        return ListOf($"/v1/integrations/webhooks/{id}/deliveries", "Automation.ListDeliveriesAsync", id, ("limit", limit), ("status", Enum.TryParse<DeliveryStatus>(status, ignoreCase: true, out var wanted) ? AutomationDelivery.NameOf(wanted) : null));
    }

    /// <summary>Something that is only read: what is not asked for is in neither form.</summary>
    /// <param name="path">With its ids.</param>
    /// <param name="method">The client's.</param>
    /// <param name="parameters">Named as the route and the client name them.</param>
    private static ApiCall List(string path, string method, params (string Name, object? Value)[] parameters) => ListOf(path, method, id: null, parameters);

    /// <param name="path">With its ids.</param>
    /// <param name="method">The client's.</param>
    /// <param name="id">What it is the list of: the client's first argument; null for none.</param>
    /// <param name="parameters">Named as the route and the client name them.</param>
    private static ApiCall ListOf(string path, string method, string? id, params (string Name, object? Value)[] parameters)
    {
        var given = parameters.Where(parameter => parameter.Value is not (null or "")).ToList();
        var query = string.Join('&', given.Select(one => $"{one.Name}={Uri.EscapeDataString(Plain(one.Value))}"));
        var arguments = given.Select(one => $"{one.Name}: {(one.Value is string text ? ApiCall.Literal(text) : Plain(one.Value))}");
        return new ApiCall(query.Length == 0 ? path : $"{path}?{query}", Body: null, $"{method}({string.Join(", ", id is null ? arguments : arguments.Prepend(ApiCall.Literal(id)))})");
    }

    private static string Plain(object? value) => string.Create(CultureInfo.InvariantCulture, $"{value}");
}
