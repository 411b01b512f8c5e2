using Integrations.Core.Events;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Activity;

/// <summary>Writes rows of activity with what they tell others and their hourly figures, in one transaction.</summary>
internal static class ActivityWrites
{
    private const int MostAttempts = 5;

    /// <summary>Where another node stored one of them meanwhile, all are tried again without it.</summary>
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
                await db.AddToRowsAsync(HoursOf(entries), cancellationToken);
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

    private static IReadOnlyList<UsageHour> HoursOf(IEnumerable<ActivityEntry> entries) =>
    [
        .. entries.Where(e => e.Status != ActivityStatus.Running && e.Type != ActivityTypes.Tool)
            .GroupBy(e => (e.InstanceId, e.OrganizationId, Hour: HourOf(e.OccurredAt)))
            .OrderBy(g => g.Key.InstanceId).ThenBy(g => g.Key.Hour)
            .Select(g => HourOf(g.Key.InstanceId, g.Key.OrganizationId, g.Key.Hour, [.. g])),
    ];

    private static UsageHour HourOf(Guid instanceId, Guid organizationId, DateTimeOffset hour, IReadOnlyList<ActivityEntry> entries)
    {
        var calls = entries.Where(e => ActivityTypes.IsCall(e.Type)).ToList();
        var took = CallTimes.Count(calls);
        var succeeded = entries.Count(e => e.Status == ActivityStatus.Success);
        var callsSucceeded = calls.Count(e => e.Status == ActivityStatus.Success);
        return new UsageHour
        {
            InstanceId = instanceId,
            OrganizationId = organizationId,
            Hour = hour,
            Succeeded = succeeded,
            Failed = entries.Count - succeeded,
            DurationMs = entries.Sum(e => (long)e.DurationMs),
            ActionsSucceeded = entries.Count(e => e is { Type: ActivityTypes.Action, Status: ActivityStatus.Success }),
            ActionsFailed = entries.Count(e => e is { Type: ActivityTypes.Action, Status: ActivityStatus.Failed }),
            CallsSucceeded = callsSucceeded,
            CallsFailed = calls.Count - callsSucceeded,
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
        };
    }

    private static DateTimeOffset HourOf(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
}
