using Integrations.Connectors.Http;

namespace Integrations.Connectors.Contracts;

/// <summary>The vendor's limits are known, so that work that can wait does so before the vendor refuses people.</summary>
public interface IHaveBudgets
{
    /// <summary>All of them hold at once; empty where none is known.</summary>
    IReadOnlyList<VendorBudget> Budgets { get; }
}
