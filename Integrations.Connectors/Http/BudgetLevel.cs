namespace Integrations.Connectors.Http;

/// <summary>How full a budget is.</summary>
/// <param name="Limit">Requests in a window.</param>
/// <param name="Left">Of them.</param>
/// <param name="FullAt">When all of it is there again, if no more is sent; null while it is.</param>
internal sealed record BudgetLevel(int Limit, int Left, DateTimeOffset? FullAt)
{
    /// <param name="limit">Requests in a window.</param>
    /// <param name="taken">How many of them count now.</param>
    /// <param name="freeAt">When the last of those is free again; null for none.</param>
    /// <param name="spentUntil">The vendor takes no more until then; in the past where it does.</param>
    /// <param name="now">The time.</param>
    public static BudgetLevel Of(int limit, int taken, DateTimeOffset? freeAt, DateTimeOffset? spentUntil, DateTimeOffset now) => spentUntil > now
        ? new BudgetLevel(limit, 0, freeAt > spentUntil ? freeAt : spentUntil)
        : new BudgetLevel(limit, Math.Max(0, limit - taken), freeAt);
}
