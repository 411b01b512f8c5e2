using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;

namespace Integrations.Connectors.Vendors.N8n;

/// <summary>A workflow, as far as we look into it. Parameters of nodes may hold secrets that people typed: only a webhook's path, method and mode are read.</summary>
internal sealed record N8nWorkflow(string Id, string Name, bool IsActive, bool IsArchived, JsonElement Raw)
{
    public const string EntityType = "workflow";

    private const string WebhookNode = "n8n-nodes-base.webhook";

    public DateTimeOffset? UpdatedAt => Raw.Time("updatedAt");

    /// <summary>Null when it has no id.</summary>
    public static N8nWorkflow? Read(JsonElement raw)
    {
        var id = N8nIds.Read(raw, "id");
        // Newer releases say so by the version that is live; "active" is going away there and is all there is in older ones.
        var active = raw.ValueKind == JsonValueKind.Object && raw.TryGetProperty("activeVersionId", out var version)
            ? version.ValueKind == JsonValueKind.String
            : raw.Flag("active");
        return id is null ? null : new N8nWorkflow(id, EntityText.Title(raw.Text("name"), $"Workflow {id}"), active, raw.Flag("isArchived"), raw);
    }

    /// <summary>Webhooks that start it, in the order of its nodes.</summary>
    public IReadOnlyList<N8nWebhook> Webhooks =>
    [
        .. Raw.Items("nodes")
            .Where(node => node.Text("type") == WebhookNode && !node.Flag("disabled"))
            .Select(N8nWebhook.Read)
            .OfType<N8nWebhook>(),
    ];

    public ExternalEntity ToEntity(VendorSession session)
    {
        var names = Raw.Items("nodes").Select(node => node.Text("name")).OfType<string>().Take(20);
        return new ExternalEntity(Id, EntityType, Name, EntityText.Description(Raw.Text("description") ?? string.Join(" → ", names)), EntityText.Link(N8nAddress.Page(session, $"/workflow/{Id}")))
        {
            Metadata = new JsonObject
            {
                [EntityFields.Status] = IsActive ? "active" : "off",
                [EntityFields.Labels] = new JsonArray([.. Raw.Items("tags").Select(tag => EntityText.Value(tag.Text("name"))).OfType<string>().Select(tag => JsonValue.Create(tag))]),
                ["triggers"] = new JsonArray([.. Triggers().Distinct(StringComparer.Ordinal).Select(kind => JsonValue.Create(kind))]),
                ["webhookUrls"] = new JsonArray([.. Webhooks.Select(webhook => JsonValue.Create(N8nAddress.Webhooks(session) + webhook.Address))]),
                [EntityFields.CreatedAt] = Raw.Time("createdAt").Iso(),
                [EntityFields.UpdatedAt] = UpdatedAt.Iso(),
            },
        };
    }

    /// <summary><c>n8n-nodes-base.scheduleTrigger</c> is shown as scheduleTrigger.</summary>
    private IEnumerable<string> Triggers() => Raw.Items("nodes")
        .Select(node => node.Text("type"))
        .Where(type => type is not null && (type == WebhookNode || type.EndsWith("Trigger", StringComparison.Ordinal)))
        .Select(type => EntityText.Value(type![(type!.LastIndexOf('.') + 1)..]) ?? "trigger");
}

/// <summary>A node that waits for a call.</summary>
/// <param name="Path">As the node says it; may hold route parameters such as <c>:id</c>.</param>
/// <param name="WebhookId">Leads the address when the path has route parameters.</param>
/// <param name="AnswersAtOnce">It answers when it was called, not when the workflow has ended: "On received", n8n's default.</param>
internal sealed record N8nWebhook(string NodeName, string Path, string? WebhookId, HttpMethod Method, bool AnswersAtOnce)
{
    /// <summary>The path as n8n serves it, below <c>/webhook/</c>.</summary>
    public string Address => RouteParameters.Count > 0 && WebhookId is not null ? $"{WebhookId}/{Path}" : Path;

    public IReadOnlyList<string> RouteParameters { get; } =
        [.. Path.Split('/').Where(segment => segment.Length > 1 && segment[0] == ':').Select(segment => segment[1..])];

    public bool TakesBody => Method != HttpMethod.Get && Method != HttpMethod.Head;

    public static N8nWebhook? Read(JsonElement node)
    {
        var path = node.Text("parameters", "path")?.Trim('/');
        // A path with an expression is only known to n8n.
        return string.IsNullOrEmpty(path) || path.Length > 300 || path.Contains('{', StringComparison.Ordinal) || path.Split('/').Any(segment => segment is "." or "..")
            ? null
            : new N8nWebhook(EntityText.Title(node.Text("name"), "Webhook"), path, N8nIds.Read(node, "webhookId"), ReadMethod(node), node.Text("parameters", "responseMode") is null or "onReceived" or "streaming");
    }

    /// <summary>n8n's default is GET. Several methods are given as a list: POST is the one that carries data.</summary>
    private static HttpMethod ReadMethod(JsonElement node)
    {
        var methods = node.Text("parameters", "httpMethod") is { } single ? [single] : node.Texts("parameters", "httpMethod");
        var method = methods.FirstOrDefault(m => m.Equals("POST", StringComparison.OrdinalIgnoreCase)) ?? (methods.Count > 0 ? methods[0] : "GET");
        return method.ToUpperInvariant() switch
        {
            "POST" => HttpMethod.Post,
            "PUT" => HttpMethod.Put,
            "PATCH" => HttpMethod.Patch,
            "DELETE" => HttpMethod.Delete,
            "HEAD" => HttpMethod.Head,
            _ => HttpMethod.Get,
        };
    }
}

/// <summary>Ids are 16 letters and digits; old instances count, and some releases send the number.</summary>
internal static class N8nIds
{
    private const int MaxLength = 60;

    public static string? Read(JsonElement element, string member) =>
        (element.Text(member) ?? element.Number(member)?.ToString(System.Globalization.CultureInfo.InvariantCulture)) is { } id && IsValid(id) ? id : null;

    /// <summary>Ids go into paths: nothing but letters, digits, hyphens and underscores.</summary>
    public static bool IsValid(string id) => id.Length is > 0 and <= MaxLength && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
