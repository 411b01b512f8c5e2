using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;
using Integrations.Core.Actions;
using Integrations.Core.Activity;
using Integrations.Core.Connections;
using Integrations.Core.Management;
using Integrations.Core.Webhooks;
using Integrations.Primitives;
using Integrations.Web.Api.Documents;
using Integrations.Web.Hosting.Requests;

namespace Integrations.Web.Api.Automation;

/// <summary>003's envelope.</summary>
internal sealed record AutomationResponse<T>(bool Success, T Data);

/// <summary>003's envelope of lists that go on.</summary>
internal sealed record AutomationPage<T>(bool Success, IReadOnlyList<T> Data, AutomationPagination Pagination)
{
    public static AutomationPage<T> Of<TRow>(CursorPage<TRow> page, Func<TRow, T> map) =>
        new(true, [.. page.Items.Select(map)], new AutomationPagination(page.NextCursor, page.HasMore));
}

/// <param name="NextCursor">Send it as cursor to go on; absent on the last page.</param>
internal sealed record AutomationPagination(string? NextCursor, bool HasMore);

/// <param name="Type">zapier, n8n, webhook or custom.</param>
/// <param name="Status">connected, pending or disconnected.</param>
/// <param name="Capabilities">Names of actions, as far as they are known without asking the vendor.</param>
internal sealed record AutomationIntegration(
    string Id, [property: OneOf("zapier", "n8n", "custom", "webhook")] string Type, string Name, string? Description, [property: OneOf("connected", "pending", "disconnected")] string Status, string? Icon, DateTimeOffset? ConnectedAt, DateTimeOffset? LastUsed, IReadOnlyList<string> Capabilities)
{
    public static AutomationIntegration Of(InstanceView view) => new(
        AutomationIds.Of(AutomationIds.Integration, view.Id),
        AutomationCatalog.TypeOf(view.Provider),
        view.Name,
        view.Instance.Description ?? view.Provider?.Document.Description,
        AutomationIntegrations.StatusOf(view.Instance),
        view.Instance.Icon ?? view.Provider?.Document.Icon,
        view.Connection?.ConnectedAt ?? view.Instance.LastConnectedAt,
        view.Instance.LastUsedAt,
        AutomationCatalog.CapabilitiesOf(view.Provider));

    public static AutomationIntegration Of(WebhookEndpointView webhook) => new(
        AutomationIds.Of(AutomationIds.Webhook, webhook.Id), "webhook", webhook.Name, null, AutomationWebhookDetails.StatusOf(webhook), "webhook", webhook.CreatedAt, webhook.LastSuccessAt, []);

    public static AutomationIntegration Of(AutomationRow row) => row.Webhook is { } webhook ? Of(webhook) : Of(row.Integration!);
}

/// <param name="Configuration">Settings and what else was given besides secrets.</param>
internal sealed record AutomationDetails(
    string Id, [property: OneOf("zapier", "n8n", "custom", "webhook")] string Type, string Name, string? Description, [property: OneOf("connected", "pending", "disconnected")] string Status, string? Icon, DateTimeOffset? ConnectedAt, DateTimeOffset? LastUsed,
    IReadOnlyList<AutomationCapability> Capabilities, JsonObject Configuration, AutomationUsage UsageStats)
{
    public static AutomationDetails Of(InstanceView view, IReadOnlyList<ActionDescriptor> actions, ActionTotals usage)
    {
        var row = AutomationIntegration.Of(view);
        return new AutomationDetails(
            row.Id, row.Type, row.Name, row.Description, row.Status, row.Icon, row.ConnectedAt, row.LastUsed,
            [.. actions.Select(AutomationCapability.Of)], ConfigurationOf(view), new AutomationUsage(usage.Total, usage.Succeeded, usage.Failed, usage.SuccessRate));
    }

    public static AutomationDetails Of(WebhookEndpointView webhook, DeliveryTotals usage)
    {
        var row = AutomationIntegration.Of(webhook);
        var configuration = new JsonObject
        {
            ["url"] = webhook.Url,
            ["events"] = new JsonArray([.. webhook.Events.Select(e => JsonValue.Create(e))]),
            ["headers"] = new JsonArray([.. webhook.HeaderNames.Select(h => JsonValue.Create(h))]),
        };
        return new AutomationDetails(
            row.Id, row.Type, row.Name, row.Description, row.Status, row.Icon, row.ConnectedAt, row.LastUsed, [], configuration,
            new AutomationUsage(usage.Total, usage.Succeeded, usage.Failed, usage.SuccessRate));
    }

    private static JsonObject ConfigurationOf(InstanceView view)
    {
        var configuration = (JsonObject)view.Instance.Settings.DeepClone();
        if (view.Connection is { } connection)
        {
            if (connection.AccountWorkspace is { } workspace)
            {
                configuration.TryAdd("workspace", workspace);
            }

            foreach (var (name, value) in connection.Facts)
            {
                configuration.TryAdd(name, value);
            }
        }

        return configuration;
    }
}

/// <param name="SuccessRate">0 to 1.</param>
internal sealed record AutomationUsage(long TotalCalls, long SuccessfulCalls, long FailedCalls, double SuccessRate);

internal sealed record AutomationCapability(string Name, string Description, IReadOnlyList<AutomationParameter> Parameters)
{
    public static AutomationCapability Of(ActionDescriptor action) => new(action.Name, action.Description, AutomationParameter.Of(action.Parameters));
}

/// <param name="Type">string, number, integer, boolean, array or object.</param>
internal sealed record AutomationParameter(string Name, string Type, bool Required, string? Description)
{
    /// <summary>The members of a JSON Schema's object, flat as 003 shows them.</summary>
    public static IReadOnlyList<AutomationParameter> Of(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        var required = schema.TryGetProperty("required", out var names) && names.ValueKind == JsonValueKind.Array
            ? names.EnumerateArray().Where(n => n.ValueKind == JsonValueKind.String).Select(n => n.GetString()!).ToHashSet(StringComparer.Ordinal)
            : [];
        return [.. properties.EnumerateObject().Select(p => new AutomationParameter(p.Name, TypeOf(p.Value), required.Contains(p.Name), DescriptionOf(p.Value)))];
    }

    private static string TypeOf(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("type", out var type))
        {
            return "string";
        }

        // "string or null" is a string that may be left out.
        return type.ValueKind == JsonValueKind.String ? type.GetString()!
            : type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Where(t => t.ValueKind == JsonValueKind.String).Select(t => t.GetString()!).FirstOrDefault(t => t != "null") ?? "string"
            : "string";
    }

    private static string? DescriptionOf(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("description", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}

/// <param name="Popularity">The share of this hub's organizations that have it connected, in percent.</param>
internal sealed record AutomationAvailable(string Id, [property: OneOf("zapier", "n8n", "custom", "webhook")] string Type, string Name, string Description, string Category, string Icon, int Popularity, IReadOnlyList<string> Capabilities)
{
    public static AutomationAvailable Of(AvailableIntegration available) =>
        new(available.Id, available.Type, available.Name, available.Description, available.Category, available.Icon, available.Popularity, available.Capabilities);
}

/// <summary>Configuration varies by type: authType oauth with redirectUrl; url and headers of a webhook; or the fields that the provider's form names.</summary>
[ApiRequest]
[HoldsSecret]
internal sealed class AutomationConnectRequest
{
    /// <summary>oauth, api_key, basic or custom; found by the other members when absent.</summary>
    public string? AuthType { get; init; }

    /// <summary>Where the browser goes after the consent: a path of the hub, or an address of an allowed origin.</summary>
    public string? RedirectUrl { get; init; }

    /// <summary>The new integration's name; the app's unless told.</summary>
    public string? Name { get; init; }

    /// <summary>A webhook's address.</summary>
    public string? Url { get; init; }

    /// <summary>A webhook's headers: an object of texts.</summary>
    public JsonObject? Headers { get; init; }

    /// <summary>A webhook's signing secret.</summary>
    [BeyondDocuments]
    public string? Secret { get; init; }

    /// <summary>Named as the fields of the provider's form.</summary>
    [BeyondDocuments]
    public JsonObject? Credentials { get; init; }

    [System.Text.Json.Serialization.JsonExtensionData]
    public IDictionary<string, JsonElement>? More { get; init; }

    public override string ToString() => "***";
}

internal sealed record AutomationConnectedDocument(string Id, [property: OneOf("zapier", "n8n", "custom", "webhook")] string Type, string Name, [property: OneOf("connected", "pending", "disconnected")] string Status, [property: ShownOnce] string? AuthUrl, string Message)
{
    public static AutomationConnectedDocument Of(AutomationConnected connected) => new(
        AutomationIds.Of(AutomationIds.Integration, connected.View.Id),
        AutomationCatalog.TypeOf(connected.View.Provider),
        connected.View.Name,
        connected.AuthorizationUrl is null ? AutomationIntegrations.StatusOf(connected.View.Instance) : "pending",
        connected.AuthorizationUrl,
        connected.AuthorizationUrl is null ? "Connected" : "Complete the authorization flow");

    public static AutomationConnectedDocument Of(WebhookEndpointView webhook) =>
        new(AutomationIds.Of(AutomationIds.Webhook, webhook.Id), "webhook", webhook.Name, AutomationWebhookDetails.StatusOf(webhook), null, "Connected");
}

internal sealed record AutomationDisconnected(string Id, [property: OneOf("disconnected")] string Status, DateTimeOffset DisconnectedAt);

/// <param name="Status">healthy or unhealthy.</param>
internal sealed record AutomationTested(string Id, [property: OneOf("healthy", "unhealthy")] string Status, AutomationTestResult TestResult)
{
    public static AutomationTested Of(Guid id, TestOutcome outcome) => new(
        AutomationIds.Of(AutomationIds.Integration, id),
        outcome.Success ? "healthy" : "unhealthy",
        new AutomationTestResult(outcome.Success, outcome.Failure?.Message ?? "Connection successful", (long)outcome.Took.TotalMilliseconds, outcome.TestedAt));

    public static AutomationTested Of(Guid id, ProbeOutcome outcome) => new(
        AutomationIds.Of(AutomationIds.Webhook, id),
        outcome.Problem is null ? "healthy" : "unhealthy",
        new AutomationTestResult(outcome.Problem is null, outcome.Problem ?? "The receiver accepted the test event", (long)outcome.Took.TotalMilliseconds, outcome.SentAt));
}

/// <param name="ResponseTime">Milliseconds.</param>
internal sealed record AutomationTestResult(bool Passed, string Message, long ResponseTime, DateTimeOffset TestedAt);

/// <param name="Parameters">As the action's parameters ask.</param>
[ApiRequest]
internal sealed record AutomationActionRequest(JsonObject? Parameters);

/// <param name="Result">success, and what the vendor gave back.</param>
/// <param name="ExecutionTime">Milliseconds.</param>
internal sealed record AutomationActionResult(string Action, JsonObject Result, long ExecutionTime)
{
    public static AutomationActionResult Of(ActionRun run)
    {
        var result = new JsonObject { ["success"] = true };
        foreach (var (name, value) in run.Output.Where(m => m.Key != "success"))
        {
            result[name] = value?.DeepClone();
        }

        return new AutomationActionResult(run.Action, result, (long)run.Took.TotalMilliseconds);
    }
}

/// <summary>A webhook: where to send which events.</summary>
[ApiRequest(nameof(AutomationWebhookRequest.Name), nameof(AutomationWebhookRequest.Url), nameof(AutomationWebhookRequest.Events))]
[HoldsSecret]
internal sealed class AutomationWebhookRequest
{
    /// <summary>Webhook name.</summary>
    public string? Name { get; init; }

    /// <summary>Webhook URL, https.</summary>
    public string? Url { get; init; }

    /// <summary>Events to subscribe to.</summary>
    public IReadOnlyList<string?>? Events { get; init; }

    /// <summary>Custom headers, an object of texts.</summary>
    public JsonObject? Headers { get; init; }

    /// <summary>HMAC secret for verification, at least 12 characters; made by the hub when absent.</summary>
    public string? Secret { get; init; }

    public override string ToString() => "***";
}

/// <param name="secret">Shown here and never again.</param>
[HoldsSecret]
internal sealed class AutomationWebhook(string id, string name, string url, IReadOnlyList<string> events, string secret, bool active, DateTimeOffset createdAt)
{
    public string Id => id;

    public string Name => name;

    public string Url => url;

    public IReadOnlyList<string> Events => events;

    [ShownOnce]
    public string Secret => secret;

    public bool Active => active;

    public DateTimeOffset CreatedAt => createdAt;

    public static AutomationWebhook Of(CreatedWebhookEndpoint created) => new(
        AutomationIds.Of(AutomationIds.Webhook, created.Endpoint.Id), created.Endpoint.Name, created.Endpoint.Url, created.Endpoint.Events,
        created.Secret.Reveal(), created.Endpoint.IsActive, created.Endpoint.CreatedAt);

    public override string ToString() => "***";
}

/// <param name="Status">success or failed.</param>
/// <param name="Input">Redacted.</param>
/// <param name="Output">Redacted.</param>
/// <param name="ExecutionTime">Milliseconds.</param>
internal sealed record AutomationLog(string LogId, string Action, [property: OneOf("success", "failed", "running")] string Status, JsonNode? Input, JsonNode? Output, [property: BeyondDocuments] string? Error, int ExecutionTime, DateTimeOffset Timestamp)
{
    public static AutomationLog Of(ActivityRow row) => new(
        AutomationIds.Of(AutomationIds.Log, row.Id),
        row.Action ?? row.Type,
        row.Status == ActivityStatus.Success ? "success" : row.Status == ActivityStatus.Failed ? "failed" : "running",
        Read(row.Input),
        Read(row.Output),
        row.Status == ActivityStatus.Failed ? row.Message : null,
        row.DurationMs,
        row.OccurredAt);

    /// <summary>A webhook's deliveries are what was done through it.</summary>
    public static AutomationLog Of(DeliveryView delivery) => new(
        AutomationIds.Of(AutomationIds.Delivery, delivery.Id),
        delivery.EventType,
        delivery.Status switch { DeliveryStatus.Succeeded => "success", DeliveryStatus.Dead => "failed", _ => "running" },
        null,
        delivery.StatusCode is { } status ? new JsonObject { ["statusCode"] = status } : null,
        delivery.Status == DeliveryStatus.Succeeded ? null : delivery.Error,
        delivery.DurationMs ?? 0,
        delivery.CreatedAt);

    private static JsonNode? Read(string? json) => json is null ? null : JsonNode.Parse(json);
}
