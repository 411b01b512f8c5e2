using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Integrations.Connectors.Contracts;
using Integrations.Primitives;

namespace Integrations.Core.VendorEvents.Inbox;

/// <summary>
/// What a person may see of a request: what is secret by its name, and the address's own secrets wherever they stand, become <c>***</c>
/// (SECURITY L1).
/// </summary>
/// <param name="secrets">Of the address, in the clear.</param>
internal sealed class InboxRedaction(IReadOnlyCollection<string> secrets)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public IReadOnlyList<(string Name, string Value)> Pairs(IReadOnlyDictionary<string, string> pairs) =>
        [.. pairs.OrderBy(p => p.Key, StringComparer.OrdinalIgnoreCase).Select(p => (p.Key, ParameterRedaction.IsSecretName(p.Key) ? ParameterRedaction.Hidden : Clean(p.Value)))];

    /// <summary>Null where it is no text that could be looked through: then only its length is shown.</summary>
    public string? Body(InboundRequest request)
    {
        if (request.Body.IsEmpty)
        {
            return "";
        }

        if (!Utf8.IsValid(request.Body.Span))
        {
            return null;
        }

        if (InboundForm.Is(request))
        {
            return string.Join('\n', Encoding.UTF8.GetString(request.Body.Span).Split('&').Select(Field));
        }

        try
        {
            var node = JsonNode.Parse(request.Body.Span);
            Hide(node);
            return Clean(node?.ToJsonString(Readable) ?? "null");
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException or InvalidOperationException)
        {
            // No JSON, or two members of one name: there are no names to go by, so nothing of it is shown.
            return null;
        }
    }

    private static void Hide(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray items:
                foreach (var item in items)
                {
                    Hide(item);
                }

                break;
            case JsonObject members:
                foreach (var (name, value) in members.ToList())
                {
                    if (ParameterRedaction.IsSecretName(name) && value?.GetValueKind() is not (null or JsonValueKind.True or JsonValueKind.False))
                    {
                        members[name] = ParameterRedaction.Hidden;
                    }
                    else
                    {
                        Hide(value);
                    }
                }

                break;
            default:
                break;
        }
    }

    private string Field(string pair)
    {
        var at = pair.IndexOf('=', StringComparison.Ordinal);
        var (name, value) = at < 0 ? (pair, "") : (pair[..at], pair[(at + 1)..]);
        name = WebUtility.UrlDecode(name);
        return $"{Clean(name)} = {(ParameterRedaction.IsSecretName(name) ? ParameterRedaction.Hidden : Clean(WebUtility.UrlDecode(value)))}";
    }

    private string Clean(string text) => secrets.Where(s => s.Length > 0).Aggregate(text, (cleaned, secret) => cleaned.Replace(secret, ParameterRedaction.Hidden, StringComparison.Ordinal));
}
