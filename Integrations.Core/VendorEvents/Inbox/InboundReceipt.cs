using Integrations.Core.Instances;

namespace Integrations.Core.VendorEvents.Inbox;

/// <summary>
/// One request that came to an integration's address, kept for people who look for a fault. It decides nothing: the event that was made of it
/// is an <see cref="InboundEvent"/>, which was on disk before the vendor was answered.
/// </summary>
public sealed class InboundReceipt
{
    /// <summary>In characters.</summary>
    public const int ReasonMaxLength = 200;

    /// <summary>A UUID of version 7, made by the hub: ids sort by age.</summary>
    public Guid Id { get; init; }

    /// <summary>The integration's tenant; callers reach it by the integrations that they see (SECURITY A1).</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>An <see cref="IntegrationInstance"/>.</summary>
    public Guid InstanceId { get; init; }

    /// <summary>Whose subscription it came to, so that no one else sees it; null for the integration's own address.</summary>
    public Guid? ConnectionId { get; init; }

    /// <summary>In UTC; it goes after <c>Retention:InboundRequestDays</c>.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>What the hub made of it; judging it again may change it.</summary>
    public ReceiptVerdict Verdict { get; set; }

    /// <summary>Why it was refused (such as <c>signature</c>), or the note on what there was nothing to do for.</summary>
    public string? Reason { get; set; }

    /// <summary>In the vendor's words; null for what was refused.</summary>
    public string? EventType { get; set; }

    /// <summary>The event that was made of it; null for what was refused, and for proofs of the address.</summary>
    public string? DeliveryId { get; set; }

    /// <summary>Of the whole body, in bytes.</summary>
    public int BodyBytes { get; init; }

    /// <summary>False where the body was too long to keep: then there is a head only, and nothing to judge again.</summary>
    public bool IsWhole { get; init; }

    /// <summary>The request as it came, in the vault: it holds the address's key, and may hold what a vendor should not have sent.</summary>
    public required string Ciphertext { get; set; }
}
