using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Integrations.Connectors.Contracts;
using Integrations.Core.VendorEvents;

namespace Integrations.Tests.Webhooks;

/// <summary>Deliveries as each vendor makes them, signed with the secret that it was given.</summary>
internal static class VendorDelivery
{
    public static readonly string[] Providers = ["github", "jira", "slack", "dropbox", "microsoft_outlook", "google_calendar", "google_drive"];

    public static InboundRequest Of(string provider, OpenedInboundAddress opened, string id, DateTimeOffset? at = null) => provider switch
    {
        "github" => GitHub(opened, id, """{"action":"edited","repository":{"full_name":"acme/roadmap"},"issue":{"number":1}}"""),
        "jira" => Signed(opened, "X-Hub-Signature", "sha256=", """{"webhookEvent":"jira:issue_updated","issue":{"id":"10001"}}""", ("X-Atlassian-Webhook-Identifier", id)),
        "slack" => Slack(opened, id, at ?? DateTimeOffset.UtcNow),
        "dropbox" => Signed(opened, "X-Dropbox-Signature", "", "{\"list_folder\":{\"accounts\":[\"" + id + "\"]}}"),
        "microsoft_outlook" => Graph(opened, id, "updated"),
        _ => Request(
            opened, "", ("X-Goog-Channel-Token", opened.Secret.Reveal()), ("X-Goog-Channel-ID", id), ("X-Goog-Message-Number", "1"), ("X-Goog-Resource-State", "exists")),
    };

    public static InboundRequest GitHub(OpenedInboundAddress opened, string id, string body) =>
        Signed(opened, "X-Hub-Signature-256", "sha256=", body, ("X-GitHub-Delivery", id), ("X-GitHub-Event", "issues"));

    public static InboundRequest Graph(OpenedInboundAddress opened, string eventId, string changeType) => Request(
        opened,
        $$$"""{"value":[{"subscriptionId":"s","clientState":"{{{opened.Secret.Reveal()}}}","changeType":"{{{changeType}}}","resource":"me/events","resourceData":{"@odata.type":"#Microsoft.Graph.Event","id":"{{{eventId}}}"} }]}""");

    public static InboundRequest Slack(OpenedInboundAddress opened, string id, DateTimeOffset at)
    {
        var body = "{\"type\":\"event_callback\",\"event_id\":\"" + id + "\",\"event\":{\"type\":\"message\",\"channel\":\"C1\",\"ts\":\"1.2\"}}";
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return Request(opened, body, ("X-Slack-Request-Timestamp", seconds), ("X-Slack-Signature", "v0=" + Hmac(opened, $"v0:{seconds}:{body}")));
    }

    /// <summary>A command, or what a person pressed.</summary>
    public static InboundRequest SlackForm(OpenedInboundAddress opened, string form, DateTimeOffset at)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return Request(opened, form, ("Content-Type", "application/x-www-form-urlencoded"), ("X-Slack-Request-Timestamp", seconds), ("X-Slack-Signature", "v0=" + Hmac(opened, $"v0:{seconds}:{form}")));
    }

    public static InboundRequest Request(OpenedInboundAddress opened, string body, params (string Name, string Value)[] headers) => new(
        "POST",
        headers.ToDictionary(h => h.Name, h => h.Value, StringComparer.OrdinalIgnoreCase),
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [InboundService.KeyParameter] = KeyOf(opened) },
        Encoding.UTF8.GetBytes(body));

    public static string KeyOf(OpenedInboundAddress opened) => opened.Address.Address.Split($"?{InboundService.KeyParameter}=")[1];

    /// <summary>The same delivery with one thing changed: body, proof, or address.</summary>
    public static InboundRequest With(this InboundRequest request, string? key = null, byte[]? body = null, Func<string, string>? headers = null) => request with
    {
        Query = key is null ? request.Query : new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [InboundService.KeyParameter] = key },
        Body = body ?? request.Body,
        Headers = headers is null ? request.Headers : request.Headers.ToDictionary(h => h.Key, h => headers(h.Value), StringComparer.OrdinalIgnoreCase),
    };

    private static InboundRequest Signed(OpenedInboundAddress opened, string header, string prefix, string body, params (string Name, string Value)[] more) =>
        Request(opened, body, [(header, prefix + Hmac(opened, body)), .. more]);

    private static string Hmac(OpenedInboundAddress opened, string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(opened.Secret.Reveal()), Encoding.UTF8.GetBytes(text)));
}
