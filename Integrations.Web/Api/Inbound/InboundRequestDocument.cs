using Integrations.Core.VendorEvents.Inbox;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Inbound;

/// <summary>A request of a vendor in a list.</summary>
/// <param name="Reason">Why it was refused, or the note on what there was nothing to do for.</param>
/// <param name="EventType">In the vendor's words; null for what was refused.</param>
/// <param name="BodyBytes">Of the whole body.</param>
/// <param name="IsWhole">False where the body was too long to keep.</param>
internal sealed record InboundRequestDocument(
    Guid Id, DateTimeOffset ReceivedAt, [property: OneOf("accepted", "noted", "challenge", "rejected")] string Verdict, string? Reason, string? EventType, string? DeliveryId, int BodyBytes, bool IsWhole)
{
    public static InboundRequestDocument Of(ReceiptRow row) => new(
        row.Id, row.ReceivedAt, NameOf(row.Verdict), row.Reason, row.EventType, row.DeliveryId, row.BodyBytes, row.IsWhole);

    /// <summary>Null for what is none.</summary>
    public static ReceiptVerdict? VerdictOf(string name) => Enum.GetValues<ReceiptVerdict>().Cast<ReceiptVerdict?>().FirstOrDefault(verdict => NameOf(verdict!.Value) == name);

    private static string NameOf(ReceiptVerdict verdict) => verdict.ToString().ToLowerInvariant();
}
