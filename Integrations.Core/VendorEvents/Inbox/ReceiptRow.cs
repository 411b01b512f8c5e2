namespace Integrations.Core.VendorEvents.Inbox;

/// <summary>One request in an integration's inbox.</summary>
/// <param name="Reason">Why it was refused, or the note on what there was nothing to do for.</param>
/// <param name="EventType">In the vendor's words; null for what was refused.</param>
/// <param name="BodyBytes">Of the whole body.</param>
/// <param name="IsWhole">False where the body was too long to keep.</param>
public sealed record ReceiptRow(Guid Id, DateTimeOffset ReceivedAt, ReceiptVerdict Verdict, string? Reason, string? EventType, string? DeliveryId, int BodyBytes, bool IsWhole);
