namespace Integrations.Connectors.Http;

/// <summary>How full a budget is.</summary>
/// <param name="Limit">Requests in a window.</param>
/// <param name="Left">Of them.</param>
/// <param name="FullAt">When all of it is there again, if no more is sent; null while it is.</param>
internal sealed record BudgetLevel(int Limit, int Left, DateTimeOffset? FullAt);
