using System.Text.Json.Nodes;
using Integrations.Core.Activity;
using Integrations.Core.Webhooks;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Automation;

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
