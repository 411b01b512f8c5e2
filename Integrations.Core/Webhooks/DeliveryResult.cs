namespace Integrations.Core.Webhooks;

/// <summary>How one attempt at a claimed delivery went.</summary>
/// <param name="Jitter">0 to 1; decides this attempt's share of the spread.</param>
public sealed record DeliveryResult(ClaimedDelivery Claim, AttemptOutcome Outcome, string? Error, string? ResponseBody, DateTimeOffset StartedAt, TimeSpan Took, double Jitter)
{
    /// <summary>Null when nothing was sent.</summary>
    public SentRequest? Sent { get; init; }
}
