namespace Integrations.Primitives;

/// <summary>Spreads what would else happen everywhere at the same moment.</summary>
internal static class Jitter
{
    private const double Share = 0.1;

    /// <summary>The span ± 10 %.</summary>
    public static TimeSpan Around(TimeSpan span) => span * (1 - Share + (2 * Share * Random.Shared.NextDouble()));
}
