using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Slack;

/// <summary>The Events API: a signature over version, timestamp and raw body (v0), and a challenge for a new address.</summary>
/// <remarks>
/// Sources: docs.slack.dev, "Verifying requests from Slack" (read 2026-11-20) and "app_rate_limited event" (read 2026-11-28). Slack
/// switches an address off that refuses many deliveries, so everything that it has signed is taken. Commands, and what people press,
/// come as forms where a person gave this address for them too ("Handling user interaction in your Slack apps", read 2026-11-29).
/// </remarks>
internal static class SlackEvents
{
    private const string NotOurs = "The hub has no commands, buttons or forms in Slack and did nothing. It takes the Events API alone.";

    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public static InboundVerdict Receive(InboundRequest request, Secret secret, DateTimeOffset now)
    {
        if (!IsSigned(request, secret, now))
        {
            return new InboundVerdict.Rejected("signature");
        }

        if (!InboundForm.Is(request))
        {
            return VendorJson.Parse(request.Body) is { ValueKind: JsonValueKind.Object } body ? Read(body, request) : new InboundVerdict.Rejected("shape");
        }

        return InboundForm.Field(request, "payload") is { } payload && VendorJson.Parse(Encoding.UTF8.GetBytes(payload)) is { ValueKind: JsonValueKind.Object } pressed
            ? Read(pressed, request)
            : new InboundVerdict.Noted(IdOf(request), InboundForm.Field(request, "command") is { Length: > 0 } command ? $"command {command}" : "form", NotOurs);
    }

    private static InboundVerdict Read(JsonElement body, InboundRequest request) =>
        body.Text("type") switch
        {
            "url_verification" when body.Text("challenge") is { Length: > 0 and <= 4_000 } challenge => new InboundVerdict.Challenge("text/plain", challenge),
            "event_callback" when body.Text("event_id") is { Length: > 0 and <= 200 } id && body.Text("event", "type") is { Length: > 0 and <= 200 } type =>
                new InboundVerdict.Accepted(id, type, Touched(body, type)),
            "app_rate_limited" => new InboundVerdict.Noted(
                $"app_rate_limited-{body.Text("team_id")}-{body.Number("minute_rate_limited")}",
                "app_rate_limited",
                "Slack held back events because there were more than 30,000 in an hour. The changes are found by the next pull or search."),
            var other => new InboundVerdict.Noted(
                body.Text("event_id") ?? IdOf(request), body.Text("event", "type") ?? other ?? "(no type)", InboundForm.Is(request) ? NotOurs : "The hub does not know this kind of event and did nothing."),
        };

    private static string IdOf(InboundRequest request) => Convert.ToHexStringLower(SHA256.HashData(request.Body.Span));

    private static bool IsSigned(InboundRequest request, Secret secret, DateTimeOffset now)
    {
        if (Header(request, "X-Slack-Request-Timestamp") is not { } timestamp || Header(request, "X-Slack-Signature") is not { } signature
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds >= 253_402_300_800
            || (DateTimeOffset.FromUnixTimeSeconds(seconds) - now).Duration() > Tolerance)
        {
            return false;
        }

        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret.Reveal()));
        hmac.AppendData(Encoding.UTF8.GetBytes($"v0:{timestamp}:"));
        hmac.AppendData(request.Body.Span);
        var expected = "v0=" + Convert.ToHexStringLower(hmac.GetHashAndReset());
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.UTF8.GetBytes(signature));
    }

    private static List<TouchedEntity> Touched(JsonElement body, string type)
    {
        // Members hold an id or the whole object, depending on the event.
        var channel = body.Text("event", "channel") ?? body.Text("event", "channel", "id");
        var user = body.Text("event", "user") ?? body.Text("event", "user", "id");
        return type switch
        {
            "message" when channel is not null && (body.Text("event", "deleted_ts") ?? body.Text("event", "message", "ts") ?? body.Text("event", "ts")) is { } ts =>
                [new TouchedEntity(SlackEntities.Message, $"{SlackEntities.Message}:{channel}:{ts}", Deleted: body.Text("event", "subtype") == "message_deleted")],
            _ when type.StartsWith("channel_", StringComparison.Ordinal) && channel is not null =>
                [new TouchedEntity(SlackEntities.Channel, $"{SlackEntities.Channel}:{channel}", Deleted: type == "channel_deleted")],
            "user_change" or "team_join" when user is not null => [new TouchedEntity(SlackEntities.User, $"{SlackEntities.User}:{user}")],
            _ => [],
        };
    }

    private static string? Header(InboundRequest request, string name) => request.Headers.TryGetValue(name, out var value) ? value : null;
}
