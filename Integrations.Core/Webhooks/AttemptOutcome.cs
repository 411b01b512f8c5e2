namespace Integrations.Core.Webhooks;

/// <summary>How one attempt ended, as far as the schedule cares.</summary>
/// <param name="StatusCode">Null when no answer came.</param>
/// <param name="IsForbidden">The address is forbidden or invalid: final.</param>
/// <param name="RetryAfter">What the receiver asked for, already read; null for nothing usable.</param>
public sealed record AttemptOutcome(int? StatusCode, bool IsForbidden = false, bool IsTimeout = false, TimeSpan? RetryAfter = null)
{
    /// <summary>Answered 2xx. Redirects are not followed, and are failures.</summary>
    public bool IsSuccess => StatusCode is >= 200 and < 300;

    /// <summary>A word for telemetry, one of few: <c>forbidden</c>, <c>timeout</c>, <c>connection</c>, or the status' class such as <c>5xx</c>; null for a success.</summary>
    public string? ErrorType => IsSuccess ? null : IsForbidden ? "forbidden" : IsTimeout ? "timeout" : StatusCode is { } status ? $"{status / 100}xx" : "connection";
}
