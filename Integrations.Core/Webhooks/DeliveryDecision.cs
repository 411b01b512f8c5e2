namespace Integrations.Core.Webhooks;

/// <summary>What is to happen next with a delivery.</summary>
public abstract record DeliveryDecision
{
    private DeliveryDecision()
    {
    }

    public sealed record Succeed : DeliveryDecision;

    public sealed record Retry(TimeSpan After) : DeliveryDecision;

    /// <param name="DisableEndpoint">The receiver said that it is gone for good (410).</param>
    public sealed record GiveUp(string Reason, bool DisableEndpoint = false) : DeliveryDecision;
}
