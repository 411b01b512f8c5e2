using System.Net;

namespace Integrations.Core.Webhooks;

/// <summary>The retry schedule, exactly as RELIABILITY R1, R3 and R4 have it; pure, so that a thousand seeds can be tried.</summary>
public static class DeliveryPolicy
{
    /// <summary>The least wait after 429, 502, 503, 504 or a timeout (RELIABILITY R4).</summary>
    public static readonly TimeSpan SlowReceiverPause = TimeSpan.FromSeconds(60);

    /// <summary>A receiver that asks for more is tried after this time (RELIABILITY R4).</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(24);

    /// <summary>Waits before attempts 2 to 10; the first is made at once. Together 75 h 35 min 5 s.</summary>
    public static IReadOnlyList<TimeSpan> Schedule { get; } =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    /// <summary>Ten: the first and one after each wait of <see cref="Schedule"/>. After the last the delivery is dead, and can be replayed.</summary>
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
