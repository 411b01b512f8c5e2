using System.Text.Json;
using Integrations.Core.Webhooks;
using Integrations.Web.Components.Shared;

namespace Integrations.Web.Features.Webhooks;

/// <summary>Webhooks in words.</summary>
internal static class WebhookWords
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>How an endpoint stands, worst first.</summary>
    public static (Tone Tone, string Text) State(WebhookEndpointView endpoint, DateTimeOffset now) =>
        !endpoint.IsActive ? (Tone.Off, "Disabled")
        : endpoint.PausedUntil > now ? (Tone.Bad, "Paused")
        : endpoint.FailingSince is not null ? (Tone.Warn, "Failing")
        : endpoint.LastSuccessAt is not null ? (Tone.Ok, "Working")
        : (Tone.Busy, "Nothing sent yet");

    public static Tone ToneOf(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Succeeded => Tone.Ok,
        DeliveryStatus.Dead => Tone.Bad,
        _ => Tone.Busy,
    };

    public static string Status(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Succeeded => "Delivered",
        DeliveryStatus.Dead => "Given up",
        _ => "Waiting",
    };

    /// <summary><c>integration.connected</c>: "Integration connected".</summary>
    public static string Event(string type) => string.Concat(type[..1].ToUpperInvariant(), type.AsSpan(1)).Replace('.', ' ');

    /// <summary>Event types by what they are about, in their own order.</summary>
    public static IEnumerable<IGrouping<string, string>> Groups() => EventTypes.All.GroupBy(type => Subject(type) + "s", StringComparer.Ordinal);

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

    private static string Subject(string type) => Event(type).Split(' ')[0];
}
