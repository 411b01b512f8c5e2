namespace Integrations.Core.VendorEvents.Inbox;

/// <summary>What the hub made of a request when it came.</summary>
public enum ReceiptVerdict
{
    /// <summary>Genuine: an event was made of it.</summary>
    Accepted,

    /// <summary>Genuine, and nothing to do.</summary>
    Noted,

    /// <summary>The vendor asked for a proof that the address is ours, and got it.</summary>
    Challenge,

    /// <summary>Not proven to be the vendor's; it had no effect.</summary>
    Rejected,
}
