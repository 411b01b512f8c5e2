namespace Integrations.Core.Webhooks;

/// <summary>One try of a delivery.</summary>
public sealed class WebhookAttempt
{
    /// <summary>What is kept of a receiver's answer (SECURITY I11).</summary>
    public const int BodyMaxLength = 16 * 1024;

    public Guid Id { get; init; }

    public Guid DeliveryId { get; init; }

    public int Number { get; init; }

    public DateTimeOffset At { get; init; }

    public int DurationMs { get; init; }

    /// <summary>Null when no answer came.</summary>
    public int? StatusCode { get; init; }

    public string? Error { get; init; }

    /// <summary>JSON object of the headers that were sent; values that a person typed are hidden. Null when nothing was sent.</summary>
    public string? RequestHeaders { get; init; }

    /// <summary>The body that was sent, where it is another than the delivery's <see cref="WebhookDelivery.SentBody"/>, as after a rotated secret.</summary>
    public string? RequestBody { get; init; }

    public string? ResponseBody { get; init; }
}
