using Integrations.Connectors.Contracts;
using Integrations.Primitives;

namespace Integrations.Core.VendorEvents.Inbox;

/// <summary>What the columns of a receipt say of a verdict.</summary>
internal static class ReceiptFacts
{
    public static (ReceiptVerdict Verdict, string? Reason, string? EventType, string? DeliveryId) Of(InboundVerdict verdict) => verdict switch
    {
        InboundVerdict.Accepted accepted => (ReceiptVerdict.Accepted, null, Text.Cut(accepted.EventType, 200), InboundEvent.KeptId(accepted.DeliveryId)),
        InboundVerdict.Noted noted => (ReceiptVerdict.Noted, Text.Cut(noted.Note, InboundReceipt.ReasonMaxLength), Text.Cut(noted.EventType, 200), InboundEvent.KeptId(noted.DeliveryId)),
        InboundVerdict.Rejected rejected => (ReceiptVerdict.Rejected, Text.Cut(rejected.Whole, InboundReceipt.ReasonMaxLength), null, null),
        _ => (ReceiptVerdict.Challenge, null, null, null),
    };
}
