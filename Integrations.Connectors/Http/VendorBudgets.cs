using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Integrations.Connectors.Contracts;

namespace Integrations.Connectors.Http;

/// <summary>
/// What is left of the vendors' budgets. Where nodes share a database that can, they spend each together, and what a vendor's headers tell one
/// reaches the others; a node alone counts for itself.
/// </summary>
public sealed class VendorBudgets
{
    /// <summary>With more connections than these in use at once, those that lie idle are forgotten.</summary>
    private const int MostKept = 5_000;

    private readonly ConcurrentDictionary<(string Provider, string Scope, VendorBudget Budget), BudgetBucket> _buckets = new();
    private readonly TimeProvider _clock;
    private readonly IBudgetLeases? _leases;
    private readonly BudgetFigures _figures;

    /// <summary>Begins with all budgets full, and offers the gauges and counters <c>integrations.vendor.budget.*</c>.</summary>
    /// <param name="clock">Of the hub.</param>
    /// <param name="meters">Of the hub.</param>
    /// <param name="leases">Where nodes spend them together; null for a node alone.</param>
    public VendorBudgets(TimeProvider clock, IMeterFactory meters, IBudgetLeases? leases = null)
    {
        (_clock, _leases) = (clock, leases);
        _figures = new BudgetFigures(meters, () => _buckets.Select(one => (one.Key.Provider, one.Value)), clock);
    }

    /// <summary>A handler that takes part in the budgets; the given one where there are none.</summary>
    /// <param name="inner">The chain that calls the vendor, with a <see cref="BudgetCounter"/> at its end.</param>
    /// <param name="owner">Whose calls they are.</param>
    /// <param name="isJob">Work that can wait: it leaves a part of each budget to people.</param>
    /// <param name="limits">Of the vendor; null where none is known.</param>
    public HttpMessageHandler Over(HttpMessageHandler inner, BudgetOwner owner, bool isJob, IHaveBudgets? limits) => limits is not { Budgets.Count: > 0 }
        ? inner
        : new BudgetHandler(new BudgetShare([.. limits.Budgets.Select(budget => Bucket(owner, budget))], isJob, limits, _clock, owner.Provider, _figures))
        {
            InnerHandler = inner,
        };

    /// <summary>How each of a vendor's budgets stands; nothing is taken.</summary>
    /// <param name="owner">Whose calls count.</param>
    /// <param name="limits">Of the vendor; null where none is known.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <returns>Empty where none is known.</returns>
    public async Task<IReadOnlyList<BudgetView>> LookAsync(BudgetOwner owner, IHaveBudgets? limits, CancellationToken cancellationToken)
    {
        var views = new List<BudgetView>();
        foreach (var budget in limits?.Budgets ?? [])
        {
            var bucket = _buckets.GetValueOrDefault((owner.Provider, owner.Of(budget), budget)) ?? New(owner, budget);
            var now = _clock.GetUtcNow();
            var state = _leases is not null && bucket.Shared is { } shared ? await _leases.LookAsync(shared.Claim, cancellationToken) : null;
            var level = state?.Level(budget.Requests, now) ?? bucket.Level(now);
            // All who signed in through the hub's client share it, whichever organization they are of.
            var isOfAll = budget.IsPerClient && owner.Client == BudgetOwner.Hub;
            var (people, jobs) = isOfAll ? (0, 0) : (bucket.Waiting(isJob: false) + (state?.PeopleElsewhere ?? 0), bucket.Waiting(isJob: true) + (state?.JobsElsewhere ?? 0));
            views.Add(new BudgetView(budget, level.Limit, level.Left, level.FullAt, people, jobs) { ShowsWaiting = !isOfAll });
        }

        return views;
    }

    private BudgetBucket Bucket(BudgetOwner owner, VendorBudget budget)
    {
        if (_buckets.Count > MostKept)
        {
            foreach (var idle in _buckets.Where(one => one.Value.IsFull))
            {
                _buckets.TryRemove(idle);
            }
        }

        return _buckets.GetOrAdd((owner.Provider, owner.Of(budget), budget), static (key, of) => of.All.New(of.Owner, key.Budget), (All: this, Owner: owner));
    }

    private BudgetBucket New(BudgetOwner owner, VendorBudget budget) =>
        new(budget, _clock, _leases is null ? null : new SharedBudget(owner.KeyOf(budget), budget, _leases, _clock));
}
