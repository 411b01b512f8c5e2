using Integrations.Connectors.Contracts;

namespace Integrations.Connectors.Http;

/// <summary>What the calls of one session have of their vendor's budgets.</summary>
/// <param name="Buckets">All of them hold at once.</param>
/// <param name="IsJob">Work that can wait: it leaves a part of each to people.</param>
/// <param name="Limits">Knows how the vendor refuses what is too much.</param>
/// <param name="Clock">Of the hub.</param>
/// <param name="Provider">Whose budgets they are.</param>
/// <param name="Figures">Counts what becomes of calls.</param>
internal sealed record BudgetShare(IReadOnlyList<BudgetBucket> Buckets, bool IsJob, IHaveBudgets Limits, TimeProvider Clock, string Provider, BudgetFigures Figures);
