using System.Text;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative.Templates;

namespace Integrations.Connectors.Declarative.Events;

/// <summary>What a vendor signs: the raw body, and what stands before or behind it.</summary>
internal static class SignedText
{
    /// <summary>What a template of what is signed may name.</summary>
    public static readonly string[] Places = ["body", "timestamp", "url", "method", "deliveryId"];

    /// <summary>Whether a value of a delivery is among what is signed: the body always is, other headers than that of the delivery's id never are.</summary>
    public static bool Holds(Template signed, EventPart part, string? idHeader) =>
        part.Path is not null
        || (part.Query is not null && signed.Names.Contains("url", StringComparer.Ordinal))
        || (part.Header is not null && signed.Names.Contains("deliveryId", StringComparer.Ordinal) && part.Header.Equals(idHeader, StringComparison.OrdinalIgnoreCase));

    /// <summary>The parts in their order; null where one has no value.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>>? Of(Template signed, InboundRequest request, string? timestamp, string? deliveryId)
    {
        var parts = new List<ReadOnlyMemory<byte>>();
        foreach (var (text, isPlace) in signed.Parts)
        {
            if (isPlace && text == "body")
            {
                parts.Add(request.Body);
                continue;
            }

            var value = !isPlace ? text : text switch
            {
                "timestamp" => timestamp,
                "url" => request.Url,
                "method" => request.Method,
                _ => deliveryId,
            };
            if (value is null)
            {
                return null;
            }

            parts.Add(Encoding.UTF8.GetBytes(value));
        }

        return parts;
    }
}
