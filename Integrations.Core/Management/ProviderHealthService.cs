using Integrations.Core.Activity;
using Integrations.Core.Catalog;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Management;

/// <summary>Calls of vendors, failures and times of each provider over a day, a week or a month, from the hourly sums.</summary>
public sealed class ProviderHealthService(IDbContextFactory<IntegrationsDbContext> contexts, CatalogService catalog, ActivityLog log, TimeProvider clock)
{
    private const double Share = 0.95;

    /// <summary>Of the integrations that the caller sees.</summary>
    /// <param name="caller">Whose integrations are counted.</param>
    /// <param name="period">A day, a week or a month; an hour is as a day.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<ProviderHealth> GetAsync(Caller caller, UsagePeriod period, CancellationToken cancellationToken)
    {
        var (start, end, slice) = UsageSlices.Of(period == UsagePeriod.Hour ? UsagePeriod.Day : period, clock.GetUtcNow());
        // What just happened is on its way to the sums.
        await log.WrittenAsync(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var visible = db.Instances.AsNoTracking().VisibleTo(caller);
        var counts = await visible.GroupBy(i => i.ProviderKey).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancellationToken);
        // Summed by provider and hour in the database: a month of a thousand integrations is then some thousand rows.
        var hours = (await db.UsageHours.AsNoTracking().Where(u => u.OrganizationId == caller.OrganizationId && u.Hour >= start && u.Hour < end)
            .Join(visible, u => u.InstanceId, i => i.Id, (u, i) => new { i.ProviderKey, Usage = u })
            .GroupBy(row => new { row.ProviderKey, row.Usage.Hour })
            .Select(g => new
            {
                g.Key.ProviderKey,
                g.Key.Hour,
                Succeeded = g.Sum(r => r.Usage.CallsSucceeded),
                Failed = g.Sum(r => r.Usage.CallsFailed),
                Within50 = g.Sum(r => r.Usage.Within50),
                Within100 = g.Sum(r => r.Usage.Within100),
                Within200 = g.Sum(r => r.Usage.Within200),
                Within300 = g.Sum(r => r.Usage.Within300),
                Within500 = g.Sum(r => r.Usage.Within500),
                Within750 = g.Sum(r => r.Usage.Within750),
                Within1000 = g.Sum(r => r.Usage.Within1000),
                Within1500 = g.Sum(r => r.Usage.Within1500),
                Within2500 = g.Sum(r => r.Usage.Within2500),
                Within5000 = g.Sum(r => r.Usage.Within5000),
                Within10000 = g.Sum(r => r.Usage.Within10000),
                Slower = g.Sum(r => r.Usage.Slower),
            })
            .ToListAsync(cancellationToken))
            .ToLookup(h => h.ProviderKey, h => new ProviderHour(
                h.Hour,
                h.Succeeded,
                h.Failed,
                [h.Within50, h.Within100, h.Within200, h.Within300, h.Within500, h.Within750, h.Within1000, h.Within1500, h.Within2500, h.Within5000, h.Within10000, h.Slower]));
        IReadOnlyList<DateTimeOffset> starts = [.. UsageSlices.Starts(start, end, slice)];
        var lines = new List<ProviderHealthLine>(counts.Count);
        foreach (var count in counts)
        {
            var bySlice = hours[count.Key].ToLookup(h => UsageSlices.Floor(h.Hour, slice));
            lines.Add(new ProviderHealthLine(
                count.Key,
                await catalog.FindAsync(count.Key, cancellationToken),
                count.Count,
                [.. starts.Select(time => new UsageSlice(time, bySlice[time].Sum(h => h.Succeeded), bySlice[time].Sum(h => h.Failed)))],
                CallTimes.Percentile([.. Enumerable.Range(0, CallTimes.Steps).Select(step => hours[count.Key].Sum(h => (long)h.Times[step]))], Share)));
        }

        return new ProviderHealth(
            starts, slice, [.. lines.OrderByDescending(line => line.FailureShare ?? -1).ThenByDescending(line => line.Total).ThenBy(line => line.Name, StringComparer.CurrentCultureIgnoreCase)]);
    }

    private sealed record ProviderHour(DateTimeOffset Hour, int Succeeded, int Failed, int[] Times);
}
