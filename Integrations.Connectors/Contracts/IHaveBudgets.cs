using System.Net;
using Integrations.Connectors.Http;

namespace Integrations.Connectors.Contracts;

/// <summary>The vendor's limits are known, so that work that can wait does so before the vendor refuses people.</summary>
public interface IHaveBudgets
{
    /// <summary>All of them hold at once; empty where none is known.</summary>
    IReadOnlyList<VendorBudget> Budgets { get; }

    /// <summary>Whether an answer refuses because of a limit. A body that is read here is put back.</summary>
    /// <param name="response">As it came.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    ValueTask<bool> RefusesForLimitAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        ValueTask.FromResult(response.StatusCode == HttpStatusCode.TooManyRequests);
}
