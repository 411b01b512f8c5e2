using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Core.Activity;
using Integrations.Core.Connections;
using Integrations.Core.Events;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Sync;

/// <summary>Pulls what changed since the last time and brings links up to date. Doing it twice changes nothing (RELIABILITY I3).</summary>
public sealed class SyncService(
    IDbContextFactory<IntegrationsDbContext> contexts, VendorCalls calls, LinkCopies copies, Outbox outbox, TimeProvider clock)
{
    /// <summary>Between two scheduled pulls of one entity type.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(15);

    private const string Schedule = "schedule";
    private const int MostPages = 20;
    private const int MostReadAgain = 50;
    internal static readonly TimeSpan LongestBackOff = TimeSpan.FromHours(6);

    /// <summary>Pulls everything that the integration can, now.</summary>
    /// <param name="caller">Someone who may connect it: an administrator, or a person for their own connection.</param>
    /// <param name="instanceId">The integration.</param>
    /// <param name="cancellationToken">Ends the vendor's calls too; what was pulled by then is kept.</param>
    public async Task<Result<SyncOutcome>> RunAsync(Caller caller, Guid instanceId, CancellationToken cancellationToken)
    {
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            if ((await ConnectionService.ForConnectingAsync(db, caller, instanceId, cancellationToken)).Failure is { } refused)
            {
                return refused;
            }
        }

        var opened = await calls.OpenAsync(caller, instanceId, ActivityTypes.Sync, background: true, cancellationToken);
        if (!opened.TryGet(out var call, out var failure))
        {
            return failure;
        }

        using (call)
        {
            var open = call.Open;
            return open.Entry.As<ISyncEntities>() is { } syncing
                ? await RunAsync(call, syncing, syncing.SyncableEntities, "manual", cancellationToken)
                : Failure.Invalid("sync.not_supported", $"{open.Entry.Manifest.DisplayName} cannot be synchronized: it tells no changes.");
        }
    }

    /// <summary>The schedule's pull, for the types that something is linked of.</summary>
    internal async Task<Result<SyncOutcome>> RunAsync(IntegrationInstance instance, Connection connection, IReadOnlyList<string> types, CancellationToken cancellationToken)
    {
        var caller = Caller.Job(instance.OrganizationId, "sync") with { UserId = connection.UserId };
        var opened = await calls.OpenAsync(caller, instance, connection, ActivityTypes.Sync, cancellationToken);
        if (!opened.TryGet(out var call, out var failure))
        {
            return failure;
        }

        using (call)
        {
            return await RunAsync(call, call.Open.Entry.As<ISyncEntities>()!, types, Schedule, cancellationToken);
        }
    }

    private async Task<Result<SyncOutcome>> RunAsync(
        VendorCall call, ISyncEntities syncing, IReadOnlyList<string> types, string trigger, CancellationToken cancellationToken)
    {
        var open = call.Open;
        var changes = new Dictionary<string, int>(StringComparer.Ordinal);
        var (linksChanged, isComplete) = (0, true);
        var leftOut = new List<string>();
        Failure? failure = null;
        foreach (var type in types)
        {
            var pulled = await PullAsync(open, syncing, type, isCounted: trigger == Schedule, cancellationToken);
            if (!pulled.TryGet(out var one, out failure))
            {
                if (trigger == Schedule && IsPutOff(failure))
                {
                    // The others would find as little room, and the schedule counted an attempt of each.
                    await PutOffAsync(open.Connection.Id, types.SkipWhile(other => other != type).Skip(1), failure, cancellationToken);
                }

                break;
            }

            changes[type] = one.Changes;
            linksChanged += one.LinksChanged;
            isComplete &= one.IsComplete;
            leftOut.AddRange(one.LeftOut);
        }

        var isPutOff = IsPutOff(failure);
        if (!isPutOff)
        {
            await FinishAsync(open, failure, changes, linksChanged, trigger, cancellationToken);
        }

        var message = string.Join(", ", changes.Select(c => $"{c.Value} × {c.Key}")) + $"; {linksChanged} linked brought up to date{string.Concat(leftOut.Distinct(StringComparer.Ordinal).Select(left => $". {left.TrimEnd('.')}"))}";
        if (!isPutOff || trigger != Schedule)
        {
            await calls.EndAsync(call, failure, message, cancellationToken);
        }
        else if (changes.Count > 0)
        {
            await calls.EndWithAsync(call, calls.Entry(call, failure: null, $"{message}. The rest follows as soon as {open.Entry.Manifest.DisplayName} takes requests again"), failure, cancellationToken);
        }

        return failure is null ? new SyncOutcome(changes, linksChanged, isComplete, clock.GetUtcNow()) { LeftOut = leftOut } : failure;
    }

    private async Task<Result<PulledType>> PullAsync(OpenIntegration open, ISyncEntities syncing, string type, bool isCounted, CancellationToken cancellationToken)
    {
        var (instance, connection) = (open.Instance, open.Connection);
        var cursor = await CursorAsync(connection.Id, type, cancellationToken);
        var seen = cursor is null ? new HashSet<string>(StringComparer.Ordinal) : null;
        var (count, linksChanged, hasAliases, restarted) = (0, 0, false, false);
        var leftOut = new List<string>();
        for (var page = 0; page < MostPages; page++)
        {
            var pulled = await open.Session.CallAsync(() => syncing.PullAsync(open.Session, type, cursor, cancellationToken), cancellationToken);
            if (pulled.TryGet(out var got, out var failure) && got.Restart && restarted)
            {
                failure = VendorFailures.Unreadable(open.Entry.Manifest.DisplayName, null);
            }

            if (failure is not null)
            {
                await SaveAsync(connection.Id, type, cursor, failure, isComplete: true, isLast: true, isCounted, cancellationToken);
                return failure;
            }

            if (got!.Restart)
            {
                (cursor, restarted, seen) = (null, true, new HashSet<string>(StringComparer.Ordinal));
                continue;
            }

            leftOut.AddRange(got.LeftOut);
            count += got.Changes.Count;
            hasAliases |= got.Changes.Any(c => c.IsAlias);
            linksChanged += await copies.ApplyAsync(instance.Id, connection.UserId, got.Changes, cancellationToken);
            seen?.UnionWith(got.Changes.Select(c => c.ExternalId));
            cursor = got.Cursor;
            if (got.Refused is { } refused)
            {
                await SaveAsync(connection.Id, type, cursor, refused, isComplete: true, isLast: true, isCounted, cancellationToken);
                return refused;
            }

            // Kept page by page: a crash goes on from here.
            await SaveAsync(connection.Id, type, cursor, failure: null, isComplete: !got.HasMore, isLast: page == MostPages - 1, isCounted, cancellationToken);
            if (!got.HasMore)
            {
                linksChanged += await ReadMissedAsync(instance, connection, type, hasAliases ? [] : seen, cancellationToken);
                return new PulledType(count, linksChanged, IsComplete: true, leftOut);
            }
        }

        return new PulledType(count, linksChanged, IsComplete: false, leftOut);
    }

    /// <summary>
    /// A listing from the start tells nothing of what was deleted, and some vendors tell deletions by another name: then what
    /// is linked and was not seen is asked for one by one.
    /// </summary>
    private async Task<int> ReadMissedAsync(IntegrationInstance instance, Connection connection, string type, HashSet<string>? seen, CancellationToken cancellationToken)
    {
        if (seen is null)
        {
            return 0;
        }

        var missed = await copies.FindAsync(instance.Id, thing => thing.Owner == connection.UserId && thing.Type == type && !seen.Contains(thing.ExternalId), cancellationToken);
        if (missed.Count == 0)
        {
            return 0;
        }

        var read = await copies.ReadAgainAsync(instance, connection.UserId, [.. missed.Take(MostReadAgain).Select(thing => thing.ExternalId)], cancellationToken);
        return read.Match(changed => changed, _ => 0);
    }

    private async Task<string?> CursorAsync(Guid connectionId, string type, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.SyncStates.Where(s => s.ConnectionId == connectionId && s.EntityType == type).Select(s => s.Cursor).SingleOrDefaultAsync(cancellationToken);
    }

    private async Task SaveAsync(Guid connectionId, string type, string? cursor, Failure? failure, bool isComplete, bool isLast, bool isCounted, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var state = await db.SyncStates.SingleOrDefaultAsync(s => s.ConnectionId == connectionId && s.EntityType == type, cancellationToken);
        if (state is null)
        {
            state = new SyncState { ConnectionId = connectionId, EntityType = type };
            db.SyncStates.Add(state);
        }

        state.Version++;
        state.Cursor = cursor;
        var isPutOff = IsPutOff(failure);
        state.LastError = isPutOff ? state.LastError : Text.Cut(failure?.Message, 1_000);
        // The schedule counted its attempt before it made it.
        state.Failures = failure is null ? 0
            : isPutOff ? Math.Max(0, state.Failures - (isCounted ? 1 : 0))
            : isCounted ? Math.Max(1, state.Failures)
            : state.Failures + 1;
        state.LastSyncAt = failure is null ? now : state.LastSyncAt;
        // Between two pages of one run it stays as it is: the lease's end, or in the past.
        state.DueAt = failure is not null ? now + Wait(failure, state.Failures) : isComplete ? now + Jitter.Around(Every) : isLast || state.DueAt == default ? now : state.DueAt;
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException lost) when (lost is DbUpdateConcurrencyException || lost.IsUniqueViolation())
        {
            // Another pull of the same was quicker; its cursor stands, and pulling again changes nothing.
        }
    }

    private async Task PutOffAsync(Guid connectionId, IEnumerable<string> types, Failure failure, CancellationToken cancellationToken)
    {
        foreach (var type in types)
        {
            await SaveAsync(connectionId, type, await CursorAsync(connectionId, type, cancellationToken), failure, isComplete: true, isLast: true, isCounted: true, cancellationToken);
        }
    }

    private async Task FinishAsync(OpenIntegration open, Failure? failure, Dictionary<string, int> changes, int linksChanged, string trigger, CancellationToken cancellationToken)
    {
        var (instance, now) = (open.Instance, clock.GetUtcNow());
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.WriteAsync(
            async ct =>
            {
                if (failure is null)
                {
                    await db.Instances.Where(i => i.Id == instance.Id).ExecuteUpdateAsync(i => i.SetProperty(x => x.LastSyncAt, now), ct);
                }

                outbox.Add(db, instance.OrganizationId, failure is null ? EventTypes.SyncCompleted : EventTypes.SyncFailed, new
                {
                    integrationId = instance.Id,
                    name = instance.Name,
                    provider = instance.ProviderKey,
                    trigger,
                    changes,
                    linksChanged,
                    error = failure?.Message,
                });
                return await db.SaveChangesAsync(ct);
            },
            cancellationToken);
    }

    /// <summary>The vendor was not asked, because its requests are used up by the hub's own count: nothing failed, and it is due again when there is room.</summary>
    private static bool IsPutOff(Failure? failure) => failure?.Code == VendorFailures.BudgetSpentCode;

    /// <summary>How long after a failure the next attempt is made: never before the vendor, or the hub's own count, has room again.</summary>
    internal static TimeSpan Wait(Failure failure, int failures)
    {
        var backOff = IsPutOff(failure) ? TimeSpan.Zero : BackOff(failures);
        return failure.RetryAfter > backOff ? failure.RetryAfter.Value : backOff;
    }

    /// <summary>How long after so many attempts that failed the next is made.</summary>
    internal static TimeSpan BackOff(int failures)
    {
        var backOff = Every * Math.Pow(2, Math.Clamp(failures, 0, 6));
        return Jitter.Around(backOff < LongestBackOff ? backOff : LongestBackOff);
    }

    private sealed record PulledType(int Changes, int LinksChanged, bool IsComplete, IReadOnlyList<string> LeftOut);
}
