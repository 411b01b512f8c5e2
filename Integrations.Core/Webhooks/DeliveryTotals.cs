namespace Integrations.Core.Webhooks;

/// <summary>How an endpoint's deliveries ended so far.</summary>
public sealed record DeliveryTotals(long Total, long Succeeded, long Failed)
{
    /// <summary>From 0 to 1, rounded to four places, of those that have ended; 0 while none has.</summary>
    public double SuccessRate => Succeeded + Failed == 0 ? 0 : Math.Round((double)Succeeded / (Succeeded + Failed), 4);
}
