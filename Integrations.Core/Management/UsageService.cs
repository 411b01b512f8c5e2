using Integrations.Core.Activity;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Management;

/// <summary>Figures for charts, from the hourly sums and, for the last hour, from the activity rows themselves.</summary>
public sealed class UsageService(IDbContextFactory<IntegrationsDbContext> contexts, ActivityLog log, TimeProvider clock)
{
    private const int Busiest = 5;

    /// <summary>Calls through the integrations that the caller sees.</summary>
    public async Task<Usage> GetAsync(Caller caller, UsagePeriod period, CancellationToken cancellationToken)
    {
        var (start, end, slice) = UsageSlices.Of(period, clock.GetUtcNow());
        await log.WrittenAsync(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var visible = db.Instances.AsNoTracking().VisibleTo(caller).Select(i => new { i.Id, i.Name, i.ProviderKey });
        var calls = period == UsagePeriod.Hour
            ? await LastHourAsync(db, caller, start, cancellationToken)
            : await db.UsageHours.AsNoTracking()
                .Where(u => u.OrganizationId == caller.OrganizationId && u.Hour >= start && u.Hour < end && visible.Any(v => v.Id == u.InstanceId))
                .Select(u => new Calls(u.InstanceId, u.Hour, u.Succeeded, u.Failed, u.DurationMs))
                .ToListAsync(cancellationToken);
        var names = await visible.Where(v => calls.Select(c => c.InstanceId).Distinct().Contains(v.Id)).ToDictionaryAsync(v => v.Id, cancellationToken);
        var bySlice = calls.ToLookup(c => UsageSlices.Floor(c.Time, slice));
        var slices = UsageSlices.Starts(start, end, slice)
            .Select(time => new UsageSlice(time, bySlice[time].Sum(c => c.Succeeded), bySlice[time].Sum(c => c.Failed)));
        var busiest = calls.GroupBy(c => c.InstanceId).Where(g => names.ContainsKey(g.Key))
            .Select(g => Busy(g, names[g.Key].Name, names[g.Key].ProviderKey))
            .OrderByDescending(b => b.Total).ThenBy(b => b.Name, StringComparer.OrdinalIgnoreCase)
            .Take(Busiest);
        return new Usage([.. slices], slice, [.. busiest]);
    }

    /// <summary>Actions run through one integration since it was made (003's usage statistics), as far as the hourly sums are kept (<c>Retention:UsageDays</c>); they stay longer than the rows they count.</summary>
    public async Task<ActionTotals> ActionsAsync(Caller caller, Guid instanceId, CancellationToken cancellationToken)
    {
        await log.WrittenAsync(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var visible = db.Instances.VisibleTo(caller).Select(i => i.Id);
        var sums = await db.UsageHours.Where(u => u.InstanceId == instanceId && visible.Contains(u.InstanceId))
            .GroupBy(u => u.InstanceId)
            .Select(g => new { Succeeded = g.Sum(u => (long)u.ActionsSucceeded), Failed = g.Sum(u => (long)u.ActionsFailed) })
            .SingleOrDefaultAsync(cancellationToken);
        return new ActionTotals(sums?.Succeeded ?? 0, sums?.Failed ?? 0);
    }

    private static async Task<List<Calls>> LastHourAsync(IntegrationsDbContext db, Caller caller, DateTimeOffset start, CancellationToken cancellationToken) =>
        await db.Activities.AsNoTracking().VisibleTo(caller)
            .Where(a => a.OccurredAt >= start && a.Status != ActivityStatus.Running && a.Type != ActivityTypes.Tool)
            .Select(a => new Calls(a.InstanceId, a.OccurredAt, a.Status == ActivityStatus.Success ? 1 : 0, a.Status == ActivityStatus.Failed ? 1 : 0, a.DurationMs))
            .ToListAsync(cancellationToken);

    private static BusyIntegration Busy(IGrouping<Guid, Calls> calls, string name, string providerKey)
    {
        var (succeeded, failed) = (calls.Sum(c => c.Succeeded), calls.Sum(c => c.Failed));
        return new BusyIntegration(calls.Key, name, providerKey, succeeded, failed, (int)(calls.Sum(c => c.DurationMs) / Math.Max(1, succeeded + failed)));
    }

    private sealed record Calls(Guid InstanceId, DateTimeOffset Time, int Succeeded, int Failed, long DurationMs);
}
