using System.Text.Json.Nodes;
using Integrations.Core.Activity;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

/// <param name="Type">sync, test, connect or disconnect.</param>
/// <param name="Status">success, failed or running.</param>
internal sealed record WidgetActivity(Guid Id, string Type, [property: OneOf("success", "failed", "running")] string Status, DateTimeOffset Timestamp, JsonObject? Details)
{
    public static WidgetActivity Of(ActivityRow row)
    {
        var details = new JsonObject { ["durationMs"] = row.DurationMs };
        foreach (var (name, value) in new[] { ("message", row.Message), ("errorCode", row.ErrorCode) })
        {
            if (value is not null)
            {
                details[name] = value;
            }
        }

        return new WidgetActivity(row.Id, row.Type, PlatformNames.Of(row.Status), row.OccurredAt, details);
    }
}
