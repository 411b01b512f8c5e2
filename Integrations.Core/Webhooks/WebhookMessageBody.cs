using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Integrations.Connectors.Vendors.Webhook;
using Integrations.Primitives;

namespace Integrations.Core.Webhooks;

/// <summary>The body of 003: event, timestamp, data and, last, the signature over the same JSON without it (SECURITY W2).</summary>
/// <remarks>
/// There is place for one signature, so it is of the newest secret at once. During a rotation only the header
/// (<see cref="WebhookSignature.SignatureHeader"/>) is signed with the former secrets too (SECURITY W4).
/// </remarks>
internal static class WebhookMessageBody
{
    public static byte[] Create(string eventType, DateTimeOffset occurredAt, string dataJson, Secret secret) =>
        Encoding.UTF8.GetBytes(Sign(Unsigned(eventType, occurredAt, dataJson), secret));

    /// <summary>The JSON that is signed; the same for every receiver of one event.</summary>
    public static string Unsigned(string eventType, DateTimeOffset occurredAt, string dataJson)
    {
        using var data = JsonDocument.Parse(dataJson);
        var json = new StringBuilder("{\"event\":");
        JavaScriptJson.WriteString(json, eventType);
        json.Append(",\"timestamp\":");
        JavaScriptJson.WriteString(json, occurredAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.Append(",\"data\":");
        JavaScriptJson.Write(json, data.RootElement);
        return json.Append('}').ToString();
    }

    /// <summary>The whole body for the receivers that have this secret.</summary>
    public static string Sign(string unsigned, Secret secret)
    {
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret.Reveal()), Encoding.UTF8.GetBytes(unsigned));
        return $"{unsigned.AsSpan(0, unsigned.Length - 1)},\"signature\":\"sha256={Convert.ToHexStringLower(signature)}\"}}";
    }
}
