using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Integrations.Client;

/// <summary>An event of the hub, or why the delivery is refused.</summary>
public sealed class HubWebhookVerification
{
    private HubWebhookVerification(HubEvent? received, HubWebhookRefusal? refusal) => (Event, Refusal) = (received, refusal);

    [MemberNotNullWhen(true, nameof(Event))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsValid => Event is not null;

    /// <summary>What happened; null when the delivery is refused.</summary>
    public HubEvent? Event { get; }

    public HubWebhookRefusal? Refusal { get; }

    internal static HubWebhookVerification Refused(HubWebhookRefusal refusal) => new(null, refusal);

    internal static HubWebhookVerification Of(string id, DateTimeOffset sentAt, ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            var root = JsonElement.ParseValue(ref reader);
            return new HubWebhookVerification(new HubEvent(id, root.GetProperty("event").GetString()!, root.GetProperty("timestamp").GetDateTimeOffset(), sentAt, root.GetProperty("data")), null);
        }
        catch (Exception unlike) when (unlike is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return Refused(HubWebhookRefusal.BodyUnreadable);
        }
    }
}
