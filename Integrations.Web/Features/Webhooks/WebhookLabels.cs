using System.Text.Json;
using Integrations.Core.Events;
using Integrations.Core.Webhooks;
using Integrations.Web.Components.Shared;
using Integrations.Web.Localization;

namespace Integrations.Web.Features.Webhooks;

/// <summary>Webhooks in words.</summary>
internal static class WebhookLabels
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>How an endpoint stands, worst first.</summary>
    public static (Tone Tone, string Text) State(WebhookEndpointView endpoint, DateTimeOffset now) =>
        !endpoint.IsActive ? (Tone.Off, Text.T("Disabled"))
        : endpoint.PausedUntil > now ? (Tone.Bad, Text.T("Paused"))
        : endpoint.FailingSince is not null ? (Tone.Warn, Text.T("Failing"))
        : endpoint.LastSuccessAt is not null ? (Tone.Ok, Text.T("Working"))
        : (Tone.Busy, Text.T("Nothing sent yet"));

    /// <summary>A delivery in the list: one that failed and is tried again is no mere waiting.</summary>
    public static (Tone Tone, string Text) State(DeliveryView delivery) =>
        IsRetrying(delivery) ? (Tone.Warn, Text.T("Retrying")) : (ToneOf(delivery.Status), Status(delivery.Status));

    public static bool IsRetrying(DeliveryView delivery) => delivery is { Status: DeliveryStatus.Pending, Attempts: > 0 };

    public static Tone ToneOf(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Succeeded => Tone.Ok,
        DeliveryStatus.Dead => Tone.Bad,
        _ => Tone.Busy,
    };

    public static string Status(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Succeeded => Text.T("Delivered"),
        DeliveryStatus.Dead => Text.T("Failed for good"),
        _ => Text.T("Waiting"),
    };

    /// <summary><c>integration.connected</c>: "Integration connected"; one that has no words yet is shown by its name.</summary>
    public static string Event(string type) => type switch
    {
        EventTypes.IntegrationConnected => Text.T("Integration connected"),
        EventTypes.IntegrationDisconnected => Text.T("Integration disconnected"),
        EventTypes.IntegrationError => Text.T("Integration error"),
        EventTypes.IntegrationRecovered => Text.T("Integration recovered"),
        EventTypes.IntegrationEnabled => Text.T("Integration enabled"),
        EventTypes.IntegrationDisabled => Text.T("Integration disabled"),
        EventTypes.ConnectionCreated => Text.T("Connection made"),
        EventTypes.ConnectionReconnected => Text.T("Connected again"),
        EventTypes.ConnectionFailed => Text.T("Connecting failed"),
        EventTypes.ConnectionExpiring => Text.T("Connection expiring"),
        EventTypes.ActionExecuted => Text.T("Action executed"),
        EventTypes.ActionFailed => Text.T("Action failed"),
        EventTypes.WorkflowExecuted => Text.T("Workflow executed"),
        EventTypes.WorkflowFailed => Text.T("Workflow failed"),
        EventTypes.LinkCreated => Text.T("Link created"),
        EventTypes.LinkDeleted => Text.T("Link deleted"),
        EventTypes.SyncCompleted => Text.T("Sync completed"),
        EventTypes.SyncFailed => Text.T("Sync failed"),
        EventTypes.WebhookTest => Text.T("Webhook test"),
        EventTypes.WebhookFailing => Text.T("Webhook failing"),
        EventTypes.WebhookDisabled => Text.T("Webhook disabled"),
        _ => type,
    };

    /// <summary>Event types by what they are about, in their own order.</summary>
    public static IEnumerable<IGrouping<string, string>> Groups() => EventTypes.All.GroupBy(Subject, StringComparer.Ordinal);

    /// <summary>Headers of an attempt, one a line, as they are written on the wire.</summary>
    public static string Headers(string json) =>
        string.Join('\n', JsonSerializer.Deserialize<Dictionary<string, string>>(json)!.Select(header => $"{header.Key}: {header.Value}"));

    /// <summary>The same request for a terminal. The quotes are those of a POSIX shell.</summary>
    public static string Curl(string url, string headersJson, string body)
    {
        var parts = JsonSerializer.Deserialize<Dictionary<string, string>>(headersJson)!
            .Select(header => $"-H {Quoted($"{header.Key}: {header.Value}")}")
            .Prepend($"curl -X POST {Quoted(url)}")
            .Append($"--data-raw {Quoted(body)}");
        return string.Join(" \\\n  ", parts);
    }

    private static string Quoted(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    /// <summary>JSON with line breaks; anything else as it is.</summary>
    public static string Pretty(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return JsonSerializer.Serialize(document.RootElement, Indented);
        }
        catch (JsonException)
        {
            return json;
        }
    }

    private static string Subject(string type) => type.Split('.')[0] switch
    {
        "integration" => Text.T("Integrations"),
        "connection" => Text.T("Connections"),
        "action" => Text.T("Actions"),
        "workflow" => Text.T("Workflows"),
        "link" => Text.T("Links (of entities)"),
        "sync" => Text.T("Syncs"),
        _ => Text.T("Webhooks"),
    };
}
