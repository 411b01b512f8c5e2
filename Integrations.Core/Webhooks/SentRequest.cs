using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Integrations.Core.Webhooks;

/// <summary>What an attempt sent, for the delivery log: the body byte for byte, and the headers without what a person typed into them.</summary>
/// <param name="Headers">A JSON object, names in lower case.</param>
/// <param name="Body">The bytes are UTF-8, so the text is exact.</param>
public sealed record SentRequest(string Headers, string Body)
{
    private const string Hidden = "***";
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="request">Ready to be sent.</param>
    /// <param name="body">Its body.</param>
    /// <param name="typed">Headers whose values may be secrets of the receiver.</param>
    internal static SentRequest Of(HttpRequestMessage request, string body, IReadOnlyDictionary<string, string> typed)
    {
        var json = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(json, Readable))
        {
            writer.WriteStartObject();
            foreach (var (name, values) in request.Headers.NonValidated.Concat(request.Content!.Headers.NonValidated))
            {
                writer.WriteString(name.ToLowerInvariant(), typed.ContainsKey(name) ? Hidden : values.ToString());
            }

            writer.WriteEndObject();
        }

        return new SentRequest(Encoding.UTF8.GetString(json.WrittenSpan), body);
    }
}
