using System.Threading.Channels;
using Integrations.Core.Events;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Activity;

/// <summary>
/// Writes activity rows and their hourly figures. Rows of all callers are committed in groups (RELIABILITY D2). Who changed something
/// goes on when its row is on disk; who only read does not wait, and who lists activity in this process finds all that was recorded before.
/// </summary>
public sealed partial class ActivityLog(IDbContextFactory<IntegrationsDbContext> contexts, TimeProvider clock, ILogger<ActivityLog> logger) : BackgroundService
{
    private const int GroupSize = 64;
    private const int MostAttempts = 5;

    private readonly Channel<Waiting> _queue = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(10_000) { SingleReader = true });
    private long _unwritten;

    /// <summary>Raised after a group is committed, for pages that show activity as it happens.</summary>
    public event Action<IReadOnlyList<ActivityEntry>>? Recorded;

    /// <summary>Records one thing done through an integration; returns when it is committed.</summary>
    /// <param name="events">Committed with it: what is told to others has its row, and the other way round.</param>
    public async Task RecordAsync(ActivityEntry entry, CancellationToken cancellationToken, IReadOnlyList<OutboxEvent>? events = null)
    {
        var waiting = new Waiting(entry, events ?? [], NewSignal());
        await QueueAsync(waiting, cancellationToken);
        await waiting.Done!.Task.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Records something that was only read; its caller gets the answer meanwhile. A process that is killed within those
    /// milliseconds loses the row, and with it nothing that anyone would have to find again at the vendor.
    /// </summary>
    public Task RecordReadAsync(ActivityEntry entry, CancellationToken cancellationToken) => QueueAsync(new Waiting(entry, [], Done: null), cancellationToken);

    /// <summary>Returns when everything that this process recorded before is written, or could not be.</summary>
    public async Task WrittenAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Read(ref _unwritten) == 0)
        {
            return;
        }

        var mark = new Waiting(Entry: null, [], NewSignal());
        if (await _queue.Writer.WaitToWriteAsync(cancellationToken))
        {
            await QueueAsync(mark, cancellationToken);
            await mark.Done!.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>A new entry for something that this caller did through an integration just now.</summary>
    public ActivityEntry Entry(
        Caller caller, Guid organizationId, Guid instanceId, bool isPrivate, string type, TimeSpan took, Failure? failure = null, string? message = null, string? action = null, string? input = null, string? output = null)
    {
        var now = clock.GetUtcNow();
        return new ActivityEntry
        {
            Id = Guid.CreateVersion7(now),
            OrganizationId = organizationId,
            InstanceId = instanceId,
            UserId = caller.UserId,
            Client = Text.Cut(caller.Client?.Name, CallerClient.NameMaxLength),
            IsPrivate = isPrivate,
            Type = type,
            Action = action,
            Status = failure is null ? ActivityStatus.Success : ActivityStatus.Failed,
            Message = Text.Cut(failure?.Message ?? message, 1_000),
            ErrorCode = failure?.Code,
            Input = input,
            Output = output,
            DurationMs = (int)Math.Min(took.TotalMilliseconds, int.MaxValue),
            OccurredAt = now,
            RequestId = Text.Cut(caller.RequestId, 80),
        };
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var group = new List<Waiting>(GroupSize);
        // Ends when the writer is completed at stop: what is queued is still written.
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (group.Count < GroupSize && _queue.Reader.TryRead(out var waiting))
            {
                group.Add(waiting);
            }

            await CommitAsync(group);
            Interlocked.Add(ref _unwritten, -group.Count);
            group.Clear();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task QueueAsync(Waiting waiting, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _unwritten);
        try
        {
            await _queue.Writer.WriteAsync(waiting, cancellationToken);
        }
        catch
        {
            Interlocked.Decrement(ref _unwritten);
            throw;
        }
    }

    private async Task CommitAsync(List<Waiting> group)
    {
        IReadOnlyList<ActivityEntry> entries = [.. group.Select(w => w.Entry).OfType<ActivityEntry>()];
        try
        {
            if (entries.Count > 0)
            {
                await WriteAsync(entries, [.. group.SelectMany(w => w.Events)]);
            }

            group.ForEach(w => w.Done?.TrySetResult());
            Recorded?.Invoke(entries);
        }
        catch (Exception exception)
        {
            LogFailed(logger, exception, entries.Count);
            group.ForEach(w => w.End(exception));
        }
    }

    /// <summary>Where another node began the same hour meanwhile, it is there to be added to.</summary>
    private Task<int> WriteAsync(IReadOnlyList<ActivityEntry> entries, IReadOnlyList<OutboxEvent> events) => contexts.WriteAgainAsync(
        MostAttempts,
        DatabaseErrors.IsUniqueViolation,
        db => db.WriteAsync(
            async cancellationToken =>
            {
                db.Activities.AddRange(entries);
                db.OutboxEvents.AddRange(events);
                await AddUsageAsync(db, entries, cancellationToken);
                return await db.SaveChangesAsync(cancellationToken);
            },
            CancellationToken.None),
        CancellationToken.None);

    private static async Task AddUsageAsync(IntegrationsDbContext db, IReadOnlyList<ActivityEntry> entries, CancellationToken cancellationToken)
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
            var changed = await db.UsageHours.Where(u => u.InstanceId == hour.Key.InstanceId && u.Hour == hour.Key.Hour).ExecuteUpdateAsync(
                u => u.SetProperty(x => x.Succeeded, x => x.Succeeded + succeeded)
                    .SetProperty(x => x.Failed, x => x.Failed + failed)
                    .SetProperty(x => x.DurationMs, x => x.DurationMs + duration)
                    .SetProperty(x => x.ActionsSucceeded, x => x.ActionsSucceeded + actionsSucceeded)
                    .SetProperty(x => x.ActionsFailed, x => x.ActionsFailed + actionsFailed),
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
                });
            }
        }
    }

    private static DateTimeOffset HourOf(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    [LoggerMessage(3201, LogLevel.Error, "{Count} activity rows could not be written")]
    private static partial void LogFailed(ILogger logger, Exception exception, int count);

    /// <param name="Entry">Null for a mark that only asks how far the writing is.</param>
    /// <param name="Done">Null where no one waits.</param>
    private sealed record Waiting(ActivityEntry? Entry, IReadOnlyList<OutboxEvent> Events, TaskCompletionSource? Done)
    {
        /// <summary>A mark asks whether the writing is over, which it is.</summary>
        public void End(Exception exception)
        {
            if (Entry is null)
            {
                Done?.TrySetResult();
            }
            else
            {
                Done?.TrySetException(exception);
            }
        }
    }
}
