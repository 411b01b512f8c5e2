using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Integrations.Core.Common;

namespace Integrations.Core.Webhooks;

/// <summary>The body of 003: event, timestamp, data and, last, the signature over the same JSON without it (SECURITY W2).</summary>
internal static class WebhookMessageBody
{
    // What JSON.stringify writes: receivers that follow 003 parse, take the signature out and stringify again.
    private static readonly JsonWriterOptions AsJavaScriptWrites = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Create(string eventType, DateTimeOffset occurredAt, string dataJson, Secret secret)
    {
        using var data = JsonDocument.Parse(dataJson);
        var unsigned = Write(eventType, occurredAt, data.RootElement, signature: null);
        var signature = $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret.Reveal()), unsigned))}";
        return Write(eventType, occurredAt, data.RootElement, signature);
    }

    private static byte[] Write(string eventType, DateTimeOffset occurredAt, JsonElement data, string? signature)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, AsJavaScriptWrites))
        {
            json.WriteStartObject();
            json.WriteString("event", eventType);
            json.WriteString("timestamp", occurredAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));
            json.WritePropertyName("data");
            data.WriteTo(json);
            if (signature is not null)
            {
                json.WriteString("signature", signature);
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
