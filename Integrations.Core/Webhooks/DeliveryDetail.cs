namespace Integrations.Core.Webhooks;

/// <summary>A delivery with what was sent and every attempt.</summary>
/// <param name="Data">The event's own data, without what wraps and signs it.</param>
/// <param name="SentBody">What the first attempt sent, byte for byte; an attempt that sent something else has it. Null before the first.</param>
public sealed record DeliveryDetail(DeliveryView Delivery, string Data, string? SentBody, IReadOnlyList<WebhookAttempt> Attempts)
{
    /// <summary>What an attempt sent, byte for byte; null when it sent nothing.</summary>
    public string? BodyOf(WebhookAttempt attempt) => attempt.RequestHeaders is null ? null : attempt.RequestBody ?? SentBody;
}
