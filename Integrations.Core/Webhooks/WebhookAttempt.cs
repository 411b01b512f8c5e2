namespace Integrations.Core.Webhooks;

/// <summary>One try of a delivery.</summary>
public sealed class WebhookAttempt
{
    /// <summary>What is kept of a receiver's answer (SECURITY I11).</summary>
    public const int BodyMaxLength = 16 * 1024;

    /// <summary>A UUID of version 7, made by the hub: ids sort by age.</summary>
    public Guid Id { get; init; }

    /// <summary>It goes with its delivery.</summary>
    public Guid DeliveryId { get; init; }

    /// <summary>From 1 in each schedule; a replay begins at 1 again.</summary>
    public int Number { get; init; }

    /// <summary>When it began, in UTC.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Milliseconds until the answer was read or the attempt was given up.</summary>
    public int DurationMs { get; init; }

    /// <summary>Null when no answer came.</summary>
    public int? StatusCode { get; init; }

    /// <summary>What went wrong, in words, at most 500 characters; null for a success.</summary>
    public string? Error { get; init; }

    /// <summary>JSON object of the headers that were sent; values that a person typed are hidden. Null when nothing was sent.</summary>
    public string? RequestHeaders { get; init; }

    /// <summary>The body that was sent, where it is another than the delivery's <see cref="WebhookDelivery.SentBody"/>, as after a rotated secret.</summary>
    public string? RequestBody { get; init; }

    /// <summary>The beginning of the receiver's answer as text, at most <see cref="BodyMaxLength"/>; null when none came.</summary>
    public string? ResponseBody { get; init; }
}
