using Integrations.Core.VendorEvents.Inbox;

namespace Integrations.Web.Api.Inbound;

/// <summary>A request of a vendor as it came, without secrets.</summary>
/// <param name="Method">Null where the key ring cannot open the request any more.</param>
/// <param name="Body">Null where it was too long to keep, or no text that could be looked through for secrets.</param>
internal sealed record InboundRequestDetailDocument(
    InboundRequestDocument Request, string? Method, IReadOnlyDictionary<string, string> Headers, IReadOnlyDictionary<string, string> Query, string? Body)
{
    public static InboundRequestDetailDocument Of(ReceiptDetail detail) => new(
        InboundRequestDocument.Of(detail.Row), detail.Method, Pairs(detail.Headers), Pairs(detail.Query), detail.Body);

    private static Dictionary<string, string> Pairs(IReadOnlyList<(string Name, string Value)> pairs) => pairs.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);
}
