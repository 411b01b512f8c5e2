namespace Integrations.Core.Webhooks;

public enum DeliveryStatus
{
    /// <summary>Waits for its time, or is on its way.</summary>
    Pending,
    Succeeded,

    /// <summary>Given up; it can be replayed (RELIABILITY R7).</summary>
    Dead,
}
