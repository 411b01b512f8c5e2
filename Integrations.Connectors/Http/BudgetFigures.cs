using System.Diagnostics.Metrics;
using Integrations.Primitives;

namespace Integrations.Connectors.Http;

/// <summary>What became of calls that vendors' budgets hold for, by provider.</summary>
internal sealed class BudgetFigures
{
    private readonly Counter<long> _waits;
    private readonly Counter<long> _spent;
    private readonly Counter<long> _refused;

    /// <param name="meters">Of the hub.</param>
    /// <param name="buckets">All that this node counts, with their providers.</param>
    /// <param name="clock">Of the hub.</param>
    public BudgetFigures(IMeterFactory meters, Func<IEnumerable<(string Provider, BudgetBucket Bucket)>> buckets, TimeProvider clock)
    {
        var meter = meters.Create(Telemetry.Name);
        _waits = meter.CreateCounter<long>("integrations.vendor.budget.waits", "{call}", "Calls that waited for a vendor's budget");
        _spent = meter.CreateCounter<long>("integrations.vendor.budget.spent", "{call}", "Calls that failed because a vendor's budget has no room soon, by provider and class");
        _refused = meter.CreateCounter<long>("integrations.vendor.budget.refused", "{call}", "Requests that a vendor refused for a limit, although its budget had room, by provider and class");
        meter.CreateObservableGauge("integrations.vendor.budget.waiting", () => Waiting(buckets()), "{call}", "Calls that wait for a vendor's budget, by provider and class");
        meter.CreateObservableGauge("integrations.vendor.budget.left", () => Left(buckets(), clock.GetUtcNow()), "1", "What the emptiest budget of a provider has left, of 1");
    }

    public void Waits(string provider) => _waits.Add(1, Of(provider));

    public void Spent(string provider, bool isJob) => _spent.Add(1, Of(provider), Of(isJob));

    public void Refused(string provider, bool isJob) => _refused.Add(1, Of(provider), Of(isJob));

    private static IEnumerable<Measurement<int>> Waiting(IEnumerable<(string Provider, BudgetBucket Bucket)> buckets) =>
        from one in buckets
        group one.Bucket by one.Provider into provider
        from isJob in new[] { false, true }
        select new Measurement<int>(provider.Sum(bucket => bucket.Waiting(isJob)), Of(provider.Key), Of(isJob));

    private static IEnumerable<Measurement<double>> Left(IEnumerable<(string Provider, BudgetBucket Bucket)> buckets, DateTimeOffset now) =>
        from one in buckets
        group one.Bucket by one.Provider into provider
        select new Measurement<double>(provider.Select(bucket => bucket.Level(now)).Min(level => (double)level.Left / level.Limit), Of(provider.Key));

    private static KeyValuePair<string, object?> Of(string provider) => new("provider", provider);

    private static KeyValuePair<string, object?> Of(bool isJob) => new("class", isJob ? "jobs" : "people");
}
