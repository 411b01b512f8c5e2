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
/// A group that the database cannot take now is written again a few times, and then row by row: each caller gets the outcome of their own row.
/// </summary>
public sealed partial class ActivityLog(
    IDbContextFactory<IntegrationsDbContext> contexts, IDatabaseDialect dialect, TimeProvider clock, ILogger<ActivityLog> logger) : BackgroundService
{
    private const int GroupSize = 64;

    /// <summary>Rows in succession that the database cannot take, each for itself: it is down, and the others need not wait for its timeouts.</summary>
    private const int MissesUntilDown = 2;

    /// <summary>Twice as long after each failure: a restart of the database, or a file that is busy, is over within these seconds.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(1_600);

    private readonly Channel<Waiting> _queue = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(10_000) { SingleReader = true });
    private long _unwritten;

    /// <summary>Raised after a group is committed, for pages that show activity as it happens.</summary>
    public event Action<IReadOnlyList<ActivityEntry>>? Recorded;

    /// <summary>Records one thing done through an integration; returns when it is committed.</summary>
    /// <param name="events">Committed with it: what is told to others has its row, and the other way round.</param>
    public async Task RecordAsync(ActivityEntry entry, CancellationToken cancellationToken, IReadOnlyList<OutboxEvent>? events = null)
    {
        var done = NewSignal();
        await QueueAsync(new Waiting(new NewActivity(entry, events ?? []), done), cancellationToken);
        await done.Task.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Records something that was only read; its caller gets the answer meanwhile. A process that is killed within those
    /// milliseconds loses the row, and with it nothing that anyone would have to find again at the vendor.
    /// </summary>
    public Task RecordReadAsync(ActivityEntry entry, CancellationToken cancellationToken) => QueueAsync(new Waiting(new NewActivity(entry, []), Done: null), cancellationToken);

    /// <summary>Returns when everything that this process recorded before is written, or could not be.</summary>
    public async Task WrittenAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Read(ref _unwritten) == 0)
        {
            return;
        }

        var done = NewSignal();
        if (await _queue.Writer.WaitToWriteAsync(cancellationToken))
        {
            await QueueAsync(new Waiting(Row: null, done), cancellationToken);
            await done.Task.WaitAsync(cancellationToken);
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

            await CommitAsync(group, stoppingToken);
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

    private async Task CommitAsync(List<Waiting> group, CancellationToken stoppingToken)
    {
        List<Waiting> rows = [.. group.Where(w => w.Row is not null)];
        var written = rows;
        if (rows.Count > 0 && await WriteTogetherAsync(rows, stoppingToken) is { } failed)
        {
            written = await WriteEachAsync(rows, failed);
        }

        // Those that could not be written were told so; a mark asks whether the writing is over, which it is.
        group.ForEach(w => w.Done?.TrySetResult());
        Tell([.. written.Select(w => w.Row).OfType<NewActivity>().Select(row => row.Entry)]);
    }

    /// <summary>One transaction, tried again while the database only cannot take it now; at the stop without further pauses.</summary>
    /// <returns>What the last attempt failed with; null when all rows are on disk.</returns>
    private async Task<Exception?> WriteTogetherAsync(List<Waiting> rows, CancellationToken stoppingToken)
    {
        var failed = await TryAsync(rows, again: false);
        for (var pause = FirstPause; failed is not null && pause <= LongestPause && dialect.IsUnavailable(failed) && !stoppingToken.IsCancellationRequested; pause *= 2)
        {
            LogTriedAgain(logger, failed, rows.Count, pause);
            await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            failed = await TryAsync(rows, again: true);
        }

        return failed;
    }

    /// <summary>Each row for itself, so that one that cannot be stored costs only itself.</summary>
    /// <param name="rows">Of a group that failed.</param>
    /// <param name="failed">What the group failed with.</param>
    /// <returns>Those that are on disk.</returns>
    private async Task<List<Waiting>> WriteEachAsync(List<Waiting> rows, Exception failed)
    {
        var written = new List<Waiting>(rows.Count);
        var misses = rows.Count == 1 ? MissesUntilDown : 0;
        var last = failed;
        foreach (var row in rows)
        {
            if (misses < MissesUntilDown)
            {
                if (await TryAsync([row], again: true) is not { } refused)
                {
                    misses = 0;
                    written.Add(row);
                    row.Done?.TrySetResult();
                    continue;
                }

                misses = dialect.IsUnavailable(refused) ? misses + 1 : 0;
                last = refused;
            }

            row.Done?.TrySetException(last);
        }

        if (written.Count < rows.Count)
        {
            LogFailed(logger, last, rows.Count - written.Count);
        }

        return written;
    }

    private async Task<Exception?> TryAsync(List<Waiting> rows, bool again)
    {
        try
        {
            await ActivityWrites.WriteAsync(contexts, [.. rows.Select(w => w.Row).OfType<NewActivity>()], again);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    /// <summary>What a page makes of it is no failure of the writing.</summary>
    private void Tell(List<ActivityEntry> entries)
    {
        try
        {
            if (entries.Count > 0)
            {
                Recorded?.Invoke(entries);
            }
        }
        catch (Exception exception)
        {
            LogNotTold(logger, exception, entries.Count);
        }
    }

    [LoggerMessage(3201, LogLevel.Error, "{Count} activity rows could not be written")]
    private static partial void LogFailed(ILogger logger, Exception exception, int count);

    [LoggerMessage(3202, LogLevel.Warning, "{Count} activity rows could not be written yet; trying again in {Pause}")]
    private static partial void LogTriedAgain(ILogger logger, Exception exception, int count, TimeSpan pause);

    [LoggerMessage(3203, LogLevel.Error, "{Count} activity rows were written, and a page that shows them failed")]
    private static partial void LogNotTold(ILogger logger, Exception exception, int count);

    /// <param name="Row">Null for a mark that only asks how far the writing is.</param>
    /// <param name="Done">Null where no one waits.</param>
    private sealed record Waiting(NewActivity? Row, TaskCompletionSource? Done);
}
