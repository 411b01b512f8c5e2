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
