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
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="request">Ready to be sent.</param>
    /// <param name="body">Its body.</param>
    /// <param name="typed">Names of headers whose values may be secrets of the receiver.</param>
    internal static SentRequest Of(HttpRequestMessage request, byte[] body, IEnumerable<string> typed)
    {
        var secret = typed.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var headers = request.Headers.NonValidated.Concat(request.Content!.Headers.NonValidated)
            .ToDictionary(h => h.Key.ToLowerInvariant(), h => secret.Contains(h.Key) ? Hidden : h.Value.ToString(), StringComparer.Ordinal);
        return new SentRequest(JsonSerializer.Serialize(headers, Readable), Encoding.UTF8.GetString(body));
    }
}
