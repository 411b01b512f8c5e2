namespace Integrations.Core.Webhooks;

/// <summary>Circuit breaking and disabling per endpoint (RELIABILITY R5, R6); works on the endpoint's own columns.</summary>
public static class EndpointHealth
{
    /// <summary>Over which failures are counted for the breaker; then counting begins afresh.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>How long nothing is sent when the breaker opens for the first time.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(30);

    /// <summary>Each opening in a row doubles the pause, up to this.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    /// <summary>An endpoint that fails for so long without one success is switched off; at half time its owner is warned.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(120);

    /// <summary>With fewer attempts in the window the breaker stays closed, however many failed.</summary>
    public const int MinAttempts = 10;

    /// <summary>With fewer failures since the last success it is not switched off, however long they last.</summary>
    public const int MinFailuresToDisable = 10;

    /// <summary>What the owner is told.</summary>
    public enum Notice
    {
        /// <summary>Nothing new.</summary>
        None,

        /// <summary>It has failed for half of <see cref="Patience"/>.</summary>
        HalfTime,

        /// <summary>It was switched off; a person switches it on again.</summary>
        Disabled,
    }

    /// <summary>Counts one attempt, opens or closes the breaker, and switches the endpoint off when its time is over.</summary>
    /// <param name="endpoint">Its columns are changed; the caller saves them.</param>
    /// <param name="success">Whether the receiver answered 2xx.</param>
    /// <param name="now">When the attempt ended, in UTC.</param>
    /// <returns>What its owner gets to know of this attempt.</returns>
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
            endpoint.DisabledReason = $"No delivery succeeded since {endpoint.FailingSince:yyyy-MM-dd HH:mm} UTC. Repair the receiver, then enable the endpoint; what was missed can be replayed.";
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
