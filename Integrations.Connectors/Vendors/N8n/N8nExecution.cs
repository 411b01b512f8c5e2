using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;

namespace Integrations.Connectors.Vendors.N8n;

/// <summary>One run of a workflow. Its data is the customers' and is never asked for.</summary>
internal sealed record N8nExecution(string Id, string? WorkflowId, string Status, string? Mode, DateTimeOffset? StartedAt, DateTimeOffset? StoppedAt)
{
    public const string EntityType = "execution";

    /// <summary>Workflows of old instances have numbers too; the prefix tells one from the other.</summary>
    private const string IdPrefix = "execution:";

    /// <summary>What the status says of its end.</summary>
    public WorkflowEnd End => Status switch
    {
        "success" => WorkflowEnd.Succeeded,
        "error" or "crashed" or "canceled" => WorkflowEnd.Failed,
        // "running", "new", "waiting", and whatever a later release says.
        _ => WorkflowEnd.Unknown,
    };

    /// <summary>Executions are numbered as they begin.</summary>
    public long Number => long.TryParse(Id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    public static N8nExecution? Read(JsonElement raw) => N8nIds.Read(raw, "id") is { } id
        ? new N8nExecution(id, N8nIds.Read(raw, "workflowId"), EntityText.Value(raw.Text("status")) ?? "unknown", EntityText.Value(raw.Text("mode")), raw.Time("startedAt"), raw.Time("stoppedAt"))
        : null;

    /// <summary>The vendor's id; null when the text is not one of ours for an execution.</summary>
    public static string? IdFrom(string externalId) =>
        externalId.StartsWith(IdPrefix, StringComparison.Ordinal) && externalId.Length > IdPrefix.Length && externalId[IdPrefix.Length..].All(char.IsAsciiDigit) && N8nIds.IsValid(externalId[IdPrefix.Length..])
            ? externalId[IdPrefix.Length..] : null;

    public ExternalEntity ToEntity(VendorSession session, string? workflowName) => new(
        IdPrefix + Id,
        EntityType,
        EntityText.Title($"{workflowName ?? $"Workflow {WorkflowId}"} #{Id}"),
        null,
        WorkflowId is null ? null : EntityText.Link(N8nAddress.Page(session, $"/workflow/{WorkflowId}/executions/{Id}")))
    {
        Metadata = new JsonObject
        {
            [EntityFields.Status] = Status,
            ["mode"] = Mode,
            ["workflowId"] = WorkflowId,
            [EntityFields.Start] = StartedAt.Iso(),
            [EntityFields.End] = StoppedAt.Iso(),
        },
    };
}
