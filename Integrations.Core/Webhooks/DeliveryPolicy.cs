using System.Net;

namespace Integrations.Core.Webhooks;

/// <summary>How one attempt ended, as far as the schedule cares.</summary>
/// <param name="StatusCode">Null when no answer came.</param>
/// <param name="IsForbidden">The address is forbidden or invalid: final.</param>
/// <param name="RetryAfter">What the receiver asked for, already read; null for nothing usable.</param>
public sealed record AttemptOutcome(int? StatusCode, bool IsForbidden = false, bool IsTimeout = false, TimeSpan? RetryAfter = null)
{
    public bool IsSuccess => StatusCode is >= 200 and < 300;

    /// <summary>A word for telemetry, one of few: <c>forbidden</c>, <c>timeout</c>, <c>connection</c>, or the status' class such as <c>5xx</c>; null for a success.</summary>
    public string? ErrorType => IsSuccess ? null : IsForbidden ? "forbidden" : IsTimeout ? "timeout" : StatusCode is { } status ? $"{status / 100}xx" : "connection";
}

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

/// <summary>The retry schedule, exactly as RELIABILITY R1, R3 and R4 have it; pure, so that a thousand seeds can be tried.</summary>
public static class DeliveryPolicy
{
    public static readonly TimeSpan SlowReceiverPause = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(24);

    /// <summary>Waits before attempts 2 to 10; the first is made at once. Together 75 h 35 min 5 s.</summary>
    public static IReadOnlyList<TimeSpan> Schedule { get; } =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    public static int MaxAttempts => Schedule.Count + 1;

    /// <param name="outcome">How the attempt ended.</param>
    /// <param name="attempt">Its number, from 1.</param>
    /// <param name="jitter">0 to 1, uniform; spreads a wait over 0.8 to 1.2 of itself.</param>
    public static DeliveryDecision Decide(AttemptOutcome outcome, int attempt, double jitter)
    {
        if (outcome.IsSuccess)
        {
            return new DeliveryDecision.Succeed();
        }

        if (outcome.IsForbidden)
        {
            return new DeliveryDecision.GiveUp("The address is not allowed or not valid.");
        }

        if (outcome.StatusCode == (int)HttpStatusCode.Gone)
        {
            return new DeliveryDecision.GiveUp("The receiver says that it is gone for good (410).", DisableEndpoint: true);
        }

        if (attempt >= MaxAttempts)
        {
            return new DeliveryDecision.GiveUp($"All {MaxAttempts} attempts failed.");
        }

        var wait = Schedule[attempt - 1] * (0.8 + (0.4 * jitter));
        if (outcome.IsTimeout || outcome.StatusCode is 429 or 502 or 503 or 504)
        {
            wait = Max(wait, SlowReceiverPause);
        }

        if (outcome.RetryAfter is { } asked)
        {
            wait = Max(wait, asked < LongestRetryAfter ? asked : LongestRetryAfter);
        }

        return new DeliveryDecision.Retry(wait);
    }

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}

/// <summary>Circuit breaking and disabling per endpoint (RELIABILITY R5, R6); works on the endpoint's own columns.</summary>
public static class EndpointHealth
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan Patience = TimeSpan.FromHours(120);
    public const int MinAttempts = 10;
    public const int MinFailuresToDisable = 10;

    /// <summary>What the owner is told.</summary>
    public enum Notice
    {
        None,
        HalfTime,
        Disabled,
    }

    public static Notice Record(WebhookEndpoint endpoint, bool success, DateTimeOffset now)
    {
        if (success)
        {
            (endpoint.FailingSince, endpoint.FailuresSinceSuccess, endpoint.WarnedAt, endpoint.LastSuccessAt) = (null, 0, null, now);
            if (endpoint.BreakerOpenings > 0)
            {
                // The probe came through: start counting afresh.
                (endpoint.BreakerOpenUntil, endpoint.BreakerOpenings) = (null, 0);
                (endpoint.WindowStartedAt, endpoint.WindowAttempts, endpoint.WindowFailures) = (now, 0, 0);
            }
        }
        else
        {
            endpoint.FailingSince ??= now;
            endpoint.FailuresSinceSuccess++;
        }

        Count(endpoint, success, now);
        return success ? Notice.None : Judge(endpoint, now);
    }

    private static void Count(WebhookEndpoint endpoint, bool success, DateTimeOffset now)
    {
        if (endpoint.WindowStartedAt is not { } started || now - started > Window)
        {
            (endpoint.WindowStartedAt, endpoint.WindowAttempts, endpoint.WindowFailures) = (now, 0, 0);
        }

        endpoint.WindowAttempts++;
        endpoint.WindowFailures += success ? 0 : 1;
        var isProbe = endpoint.BreakerOpenings > 0 && endpoint.BreakerOpenUntil <= now;
        var tooMany = endpoint.WindowAttempts >= MinAttempts && endpoint.WindowFailures >= endpoint.WindowAttempts * 0.7;
        if (!success && (isProbe || (endpoint.BreakerOpenings == 0 && tooMany)))
        {
            var pause = FirstPause * Math.Pow(2, Math.Min(endpoint.BreakerOpenings, 10));
            endpoint.BreakerOpenUntil = now + (pause < LongestPause ? pause : LongestPause);
            endpoint.BreakerOpenings++;
        }
    }

    private static Notice Judge(WebhookEndpoint endpoint, DateTimeOffset now)
    {
        var failing = now - endpoint.FailingSince!.Value;
        if (failing >= Patience && endpoint.FailuresSinceSuccess >= MinFailuresToDisable)
        {
            endpoint.IsActive = false;
            endpoint.DisabledReason = $"No delivery succeeded since {endpoint.FailingSince:yyyy-MM-dd HH:mm} UTC. Mend the receiver, then enable the endpoint; what was missed can be replayed.";
            return Notice.Disabled;
        }

        if (failing >= Patience / 2 && endpoint.WarnedAt is null)
        {
            endpoint.WarnedAt = now;
            return Notice.HalfTime;
        }

        return Notice.None;
    }
}
