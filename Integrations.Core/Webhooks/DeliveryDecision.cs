namespace Integrations.Core.Webhooks;

/// <summary>What is to happen next with a delivery.</summary>
public abstract record DeliveryDecision
{
    private DeliveryDecision()
    {
    }

    /// <summary>The receiver took it: the delivery has ended.</summary>
    public sealed record Succeed : DeliveryDecision;

    /// <summary>It is tried again, by the schedule or when the receiver asked for it.</summary>
    /// <param name="After">From the end of the attempt.</param>
    public sealed record Retry(TimeSpan After) : DeliveryDecision;

    /// <param name="DisableEndpoint">The receiver said that it is gone for good (410).</param>
    public sealed record GiveUp(string Reason, bool DisableEndpoint = false) : DeliveryDecision;
}
