namespace Integrations.Core.Webhooks;

/// <summary>Where a delivery stands.</summary>
public enum DeliveryStatus
{
    /// <summary>Waits for its time, or is on its way.</summary>
    Pending,

    /// <summary>The receiver answered 2xx.</summary>
    Succeeded,

    /// <summary>Given up; it can be replayed (RELIABILITY R7).</summary>
    Dead,
}
