using Integrations.Connectors.Contracts;
using Integrations.Connectors.Http;

namespace Integrations.Tests.Connectors;

/// <summary>A vendor whose limits are these.</summary>
internal sealed class KnownLimits(params VendorBudget[] budgets) : IHaveBudgets
{
    public IReadOnlyList<VendorBudget> Budgets => budgets;
}
