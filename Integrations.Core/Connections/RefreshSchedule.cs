using Integrations.Primitives;

namespace Integrations.Core.Connections;

/// <summary>When tokens are renewed ahead of their end, and tried again after passing failures.</summary>
internal static class RefreshSchedule
{
    /// <summary>After about 96 hours of passing failures the connection is an error (RELIABILITY R11).</summary>
    public const int MostFailures = 100;

    private const double ShareOfLife = 0.2;
    private static readonly TimeSpan LongestAhead = TimeSpan.FromMinutes(15);

    /// <summary>Waits between refresh attempts that failed for passing reasons (RELIABILITY R11).</summary>
    public static TimeSpan Wait(int failures) => failures switch
    {
        <= 1 => TimeSpan.FromSeconds(30),
        2 => TimeSpan.FromMinutes(2),
        3 => TimeSpan.FromMinutes(10),
        _ => TimeSpan.FromHours(1),
    };

    /// <summary>15 minutes or a fifth of the token's life before its end, whichever is less, ± 10 % (RELIABILITY F1).</summary>
    public static DateTimeOffset? Ahead(DateTimeOffset issued, DateTimeOffset? end)
    {
        if (end is not { } known || known <= issued)
        {
            return end;
        }

        var fifth = (known - issued) * ShareOfLife;
        return known - Jitter.Around(fifth < LongestAhead ? fifth : LongestAhead);
    }
}
