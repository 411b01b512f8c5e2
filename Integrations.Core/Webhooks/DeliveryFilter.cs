namespace Integrations.Core.Webhooks;

/// <summary>Which deliveries are wanted; null members do not filter.</summary>
public sealed record DeliveryFilter(Guid? EndpointId = null, DeliveryStatus? Status = null, string? EventType = null)
{
    /// <summary>From this moment on.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before this moment.</summary>
    public DateTimeOffset? To { get; init; }
}
