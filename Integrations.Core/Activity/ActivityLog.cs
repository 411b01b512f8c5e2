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
/// A group that the database cannot take now is written again a few times; one that it refuses is written row by row, and each caller gets the outcome of their own.
/// </summary>
public sealed partial class ActivityLog : BackgroundService
{
    private const int GroupSize = 64;

    /// <summary>Rows of reads, which no one waits for, that may wait to be written.</summary>
    private const int MostWaiting = 10_000;

    /// <summary>Rows of reads lie so long: they are written in fewer commits, and by no processor that the answer to the read still needs.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(20);

    /// <summary>Twice as long after each failure: a restart of the database, or a file that is busy, is over within these seconds.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(1_600);

    private readonly IDbContextFactory<IntegrationsDbContext> _contexts;
    private readonly IDatabaseDialect _dialect;
    private readonly TimeProvider _clock;
    private readonly ILogger<ActivityLog> _logger;
    private readonly GroupCommit<NewActivity> _group;
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Takes rows from the start on; writing them begins with the first.</summary>
    public ActivityLog(IDbContextFactory<IntegrationsDbContext> contexts, IDatabaseDialect dialect, TimeProvider clock, ILogger<ActivityLog> logger)
    {
        (_contexts, _dialect, _clock, _logger) = (contexts, dialect, clock, logger);
        _group = new GroupCommit<NewActivity>(WriteAsync, GroupSize, failure => !dialect.IsUnavailable(failure), new Patience(Together, clock));
    }

    /// <summary>Raised after a group is committed, for pages that show activity as it happens.</summary>
    public event Action<IReadOnlyList<ActivityEntry>>? Recorded;

    /// <summary>Records one thing done through an integration; returns when it is committed.</summary>
    /// <param name="events">Committed with it: what is told to others has its row, and the other way round.</param>
    public Task RecordAsync(ActivityEntry entry, CancellationToken cancellationToken, IReadOnlyList<OutboxEvent>? events = null) =>
        _group.CommitAsync(new NewActivity(entry, events ?? []), cancellationToken);

    /// <summary>
    /// Records something that was only read; its caller gets the answer meanwhile. A process that is killed within those
    /// milliseconds loses the row, and with it nothing that anyone would have to find again at the vendor.
    /// </summary>
    public async Task RecordReadAsync(ActivityEntry entry, CancellationToken cancellationToken)
    {
        if (_group.Backlog >= MostWaiting)
        {
            await _group.WrittenAsync(cancellationToken);
        }

        _group.Post(new NewActivity(entry, []));
    }

    /// <summary>Returns when everything that this process recorded before is written, or could not be.</summary>
    public Task WrittenAsync(CancellationToken cancellationToken) => _group.WrittenAsync(cancellationToken);

    /// <summary>A new entry for something that this caller did through an integration just now.</summary>
    public ActivityEntry Entry(
        Caller caller, Guid organizationId, Guid instanceId, bool isPrivate, string type, TimeSpan took, Failure? failure = null, string? message = null, string? action = null, string? input = null, string? output = null)
    {
        var now = _clock.GetUtcNow();
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

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        // It is not disposed itself, which would free nothing: a host may stop once more when all of it is disposed, and groups may still ask.
        _stop.Cancel();
        base.Dispose();
    }

    /// <summary>Writing begins with what comes; at the stop what came is still written, without further pauses.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (stoppingToken.Register(stop.SetResult))
        {
            await stop.Task;
        }

        await _group.WrittenAsync(CancellationToken.None);
    }

    private async Task WriteAsync(IReadOnlyList<NewActivity> rows)
    {
        for (var pause = FirstPause; !await TryAsync(rows, pause); pause *= 2)
        {
            await Task.Delay(pause, _clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Tell([.. rows.Select(row => row.Entry)]);
    }

    /// <param name="rows">All are stored, or none.</param>
    /// <param name="pause">Before the next attempt.</param>
    /// <returns>Whether they are on disk; otherwise the database cannot take them now, and they are to be tried again.</returns>
    private async Task<bool> TryAsync(IReadOnlyList<NewActivity> rows, TimeSpan pause)
    {
        try
        {
            await ActivityWrites.WriteAsync(_contexts, rows);
            return true;
        }
        catch (Exception exception)
        {
            foreach (var row in rows)
            {
                row.WasTried = true;
            }

            var isAway = _dialect.IsUnavailable(exception);
            if (isAway && pause <= LongestPause && !_stop.IsCancellationRequested)
            {
                LogTriedAgain(_logger, exception, rows.Count, pause);
                return false;
            }

            if (isAway || rows.Count == 1)
            {
                // Of others, each is written alone next.
                LogFailed(_logger, exception, rows.Count);
            }

            throw;
        }
    }

    /// <summary>What a page makes of it is no failure of the writing.</summary>
    private void Tell(List<ActivityEntry> entries)
    {
        try
        {
            Recorded?.Invoke(entries);
        }
        catch (Exception exception)
        {
            LogNotTold(_logger, exception, entries.Count);
        }
    }

    [LoggerMessage(3201, LogLevel.Error, "{Count} activity rows could not be written")]
    private static partial void LogFailed(ILogger logger, Exception exception, int count);

    [LoggerMessage(3202, LogLevel.Warning, "{Count} activity rows could not be written yet; trying again in {Pause}")]
    private static partial void LogTriedAgain(ILogger logger, Exception exception, int count, TimeSpan pause);

    [LoggerMessage(3203, LogLevel.Error, "{Count} activity rows were written, and a page that shows them failed")]
    private static partial void LogNotTold(ILogger logger, Exception exception, int count);
}
