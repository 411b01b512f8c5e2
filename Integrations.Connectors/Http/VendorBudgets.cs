using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Integrations.Connectors.Contracts;
using Integrations.Primitives;

namespace Integrations.Connectors.Http;

/// <summary>
/// What this node has left of the vendors' budgets. Nodes count for themselves; the vendors' own headers bring their counts together where
/// there are such.
/// </summary>
public sealed class VendorBudgets(TimeProvider clock, IMeterFactory meters)
{
    /// <summary>With more connections than these in use at once, those that lie idle are forgotten.</summary>
    private const int MostKept = 5_000;

    private readonly ConcurrentDictionary<(string Provider, Guid Connection, VendorBudget Budget), BudgetBucket> _buckets = new();
    private readonly Counter<long> _waits = meters.Create(Telemetry.Name).CreateCounter<long>("integrations.vendor.budget.waits");

    /// <summary>A handler that takes part in the budgets; the given one where there are none.</summary>
    /// <param name="inner">The chain that calls the vendor, with a <see cref="BudgetCounter"/> at its end.</param>
    /// <param name="provider">The provider's key.</param>
    /// <param name="connection">Whose calls they are.</param>
    /// <param name="sharesClient">It signed in through the hub's client, at the vendor's own address. What is pasted belongs to a client of its own, of which other connections learn nothing.</param>
    /// <param name="isJob">Work that can wait: it leaves a part of each budget to people.</param>
    /// <param name="limits">Of the vendor; null where none is known.</param>
    public HttpMessageHandler Over(HttpMessageHandler inner, string provider, Guid connection, bool sharesClient, bool isJob, IHaveBudgets? limits) => limits is not { Budgets.Count: > 0 }
        ? inner
        : new BudgetHandler(new BudgetShare(
            [.. limits.Budgets.Select(budget => Bucket(provider, budget.IsPerClient && sharesClient ? Guid.Empty : connection, budget))],
            isJob, limits, clock, () => _waits.Add(1, new KeyValuePair<string, object?>("provider", provider))))
        {
            InnerHandler = inner,
        };

    private BudgetBucket Bucket(string provider, Guid connection, VendorBudget budget)
    {
        if (_buckets.Count > MostKept)
        {
            foreach (var idle in _buckets.Where(one => one.Value.IsFull))
            {
                _buckets.TryRemove(idle);
            }
        }

        return _buckets.GetOrAdd((provider, connection, budget), static (key, of) => new BudgetBucket(key.Budget, of), clock);
    }
}
