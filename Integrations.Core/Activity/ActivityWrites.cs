using Integrations.Core.Events;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Activity;

/// <summary>Writes rows of activity with what they tell others and their hourly figures, in one transaction.</summary>
internal static class ActivityWrites
{
    private const int MostAttempts = 5;

    /// <summary>Where another node began the same hour meanwhile, it is there to be added to.</summary>
    /// <param name="contexts">Gives each attempt its context.</param>
    /// <param name="rows">All are stored, or none; those that are stored already stay as they are.</param>
    public static Task<int> WriteAsync(IDbContextFactory<IntegrationsDbContext> contexts, IReadOnlyList<NewActivity> rows) => contexts.WriteAgainAsync(
        MostAttempts,
        DatabaseErrors.IsUniqueViolation,
        db => db.WriteAsync(
            async cancellationToken =>
            {
                var left = rows.Any(row => row.WasTried) ? await NotStoredAsync(db, rows, cancellationToken) : rows;
                List<ActivityEntry> entries = [.. left.Select(row => row.Entry)];
                db.Activities.AddRange(entries);
                db.OutboxEvents.AddRange(left.SelectMany(row => row.Events));
                await AddUsageAsync(db, entries, cancellationToken);
                return await db.SaveChangesAsync(cancellationToken);
            },
            CancellationToken.None),
        CancellationToken.None);

    private static async Task<IReadOnlyList<NewActivity>> NotStoredAsync(IntegrationsDbContext db, IReadOnlyList<NewActivity> rows, CancellationToken cancellationToken)
    {
        var ids = rows.Select(row => row.Entry.Id).ToList();
        var stored = await db.Activities.Where(a => ids.Contains(a.Id)).Select(a => a.Id).ToListAsync(cancellationToken);
        return stored.Count == 0 ? rows : [.. rows.Where(row => !stored.Contains(row.Entry.Id))];
    }

    private static async Task AddUsageAsync(IntegrationsDbContext db, List<ActivityEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var hour in entries.Where(e => e.Status != ActivityStatus.Running)
                     .GroupBy(e => (e.InstanceId, e.OrganizationId, Hour: HourOf(e.OccurredAt)))
                     // In one order on every node: two that change the same hours never wait for each other.
                     .OrderBy(g => g.Key.InstanceId).ThenBy(g => g.Key.Hour))
        {
            var succeeded = hour.Count(e => e.Status == ActivityStatus.Success);
            var failed = hour.Count() - succeeded;
            var actionsSucceeded = hour.Count(e => e is { Type: ActivityTypes.Action, Status: ActivityStatus.Success });
            var actionsFailed = hour.Count(e => e is { Type: ActivityTypes.Action, Status: ActivityStatus.Failed });
            var duration = hour.Sum(e => (long)e.DurationMs);
            var calls = hour.Where(e => ActivityTypes.IsCall(e.Type)).ToList();
            var callsSucceeded = calls.Count(e => e.Status == ActivityStatus.Success);
            var callsFailed = calls.Count - callsSucceeded;
            var took = CallTimes.Count(calls);
            var changed = await db.UsageHours.Where(u => u.InstanceId == hour.Key.InstanceId && u.Hour == hour.Key.Hour).ExecuteUpdateAsync(
                u => u.SetProperty(x => x.Succeeded, x => x.Succeeded + succeeded)
                    .SetProperty(x => x.Failed, x => x.Failed + failed)
                    .SetProperty(x => x.DurationMs, x => x.DurationMs + duration)
                    .SetProperty(x => x.ActionsSucceeded, x => x.ActionsSucceeded + actionsSucceeded)
                    .SetProperty(x => x.ActionsFailed, x => x.ActionsFailed + actionsFailed)
                    .SetProperty(x => x.CallsSucceeded, x => x.CallsSucceeded + callsSucceeded)
                    .SetProperty(x => x.CallsFailed, x => x.CallsFailed + callsFailed)
                    .SetProperty(x => x.Within50, x => x.Within50 + took[0])
                    .SetProperty(x => x.Within100, x => x.Within100 + took[1])
                    .SetProperty(x => x.Within200, x => x.Within200 + took[2])
                    .SetProperty(x => x.Within300, x => x.Within300 + took[3])
                    .SetProperty(x => x.Within500, x => x.Within500 + took[4])
                    .SetProperty(x => x.Within750, x => x.Within750 + took[5])
                    .SetProperty(x => x.Within1000, x => x.Within1000 + took[6])
                    .SetProperty(x => x.Within1500, x => x.Within1500 + took[7])
                    .SetProperty(x => x.Within2500, x => x.Within2500 + took[8])
                    .SetProperty(x => x.Within5000, x => x.Within5000 + took[9])
                    .SetProperty(x => x.Within10000, x => x.Within10000 + took[10])
                    .SetProperty(x => x.Slower, x => x.Slower + took[11]),
                cancellationToken);
            if (changed == 0)
            {
                db.UsageHours.Add(new UsageHour
                {
                    InstanceId = hour.Key.InstanceId,
                    OrganizationId = hour.Key.OrganizationId,
                    Hour = hour.Key.Hour,
                    Succeeded = succeeded,
                    Failed = failed,
                    DurationMs = duration,
                    ActionsSucceeded = actionsSucceeded,
                    ActionsFailed = actionsFailed,
                    CallsSucceeded = callsSucceeded,
                    CallsFailed = callsFailed,
                    Within50 = took[0],
                    Within100 = took[1],
                    Within200 = took[2],
                    Within300 = took[3],
                    Within500 = took[4],
                    Within750 = took[5],
                    Within1000 = took[6],
                    Within1500 = took[7],
                    Within2500 = took[8],
                    Within5000 = took[9],
                    Within10000 = took[10],
                    Slower = took[11],
                });
            }
        }
    }

    private static DateTimeOffset HourOf(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
}
