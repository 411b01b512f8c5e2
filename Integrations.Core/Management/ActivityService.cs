using Integrations.Core.Activity;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Management;

/// <summary>Reads the activity log, newest first.</summary>
public sealed class ActivityService(IDbContextFactory<IntegrationsDbContext> contexts, ActivityLog log)
{
    /// <summary>Rows of one page; more gives <c>validation</c>.</summary>
    public const int MaxLimit = 500;

    /// <summary>One page of activity.</summary>
    /// <param name="caller">Who reads.</param>
    /// <param name="filter">What is wanted.</param>
    /// <param name="cursor">What the last page gave; null starts at the newest.</param>
    /// <param name="limit">1 to 500 rows.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The rows, or <c>validation</c> for a limit out of range or a cursor that is not one.</returns>
    public async Task<Result<CursorPage<ActivityRow>>> ListAsync(Caller caller, ActivityFilter filter, string? cursor, int limit, CancellationToken cancellationToken)
    {
        if (limit is < 1 or > MaxLimit)
        {
            return Failure.InvalidField("limit", $"limit must be between 1 and {MaxLimit}.");
        }

        if (!TimeCursor.TryRead(cursor, out var after))
        {
            return TimeCursor.Invalid;
        }

        await log.WrittenAsync(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var matching = Matching(db.Activities.AsNoTracking().VisibleTo(caller), filter);
        if (after is { } last)
        {
            matching = matching.Where(a => a.OccurredAt < last.Time || (a.OccurredAt == last.Time && a.Id.CompareTo(last.Id) < 0));
        }

        var found = await RowsAsync(db, caller, matching.OrderByDescending(a => a.OccurredAt).ThenByDescending(a => a.Id).Take(limit + 1), cancellationToken);
        var rows = found.Take(limit).ToList();
        return new CursorPage<ActivityRow>(rows, found.Count > limit ? TimeCursor.Write(rows[^1].OccurredAt, rows[^1].Id) : null);
    }

    /// <summary>One page by offset, with the total: what documents 001 and 002 promise. Lists that may be long are better read by cursor.</summary>
    public async Task<Result<Page<ActivityRow>>> PageAsync(Caller caller, ActivityFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        if (page.Validate() is { } invalid)
        {
            return invalid;
        }

        await log.WrittenAsync(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var matching = Matching(db.Activities.AsNoTracking().VisibleTo(caller), filter);
        var total = await matching.CountAsync(cancellationToken);
        var rows = await RowsAsync(db, caller, matching.OrderByDescending(a => a.OccurredAt).ThenByDescending(a => a.Id).Skip(page.Offset).Take(page.Limit), cancellationToken);
        return new Page<ActivityRow>(rows, total);
    }

    private static async Task<IReadOnlyList<ActivityRow>> RowsAsync(IntegrationsDbContext db, Caller caller, IQueryable<ActivityEntry> activities, CancellationToken cancellationToken)
    {
        // Names of deleted integrations stay readable: their rows live on for a while.
        var found = await activities
            .Select(a => new
            {
                Entry = a,
                Instance = db.Set<IntegrationInstance>().Where(i => i.Id == a.InstanceId).Select(i => new { i.Name, i.ProviderKey }).FirstOrDefault(),
                User = db.Set<User>().Where(u => u.Id == a.UserId).Select(u => u.DisplayName).FirstOrDefault(),
            })
            .ToListAsync(cancellationToken);
        return [.. found.Select(f => Row(caller, f.Entry, f.Instance?.Name, f.Instance?.ProviderKey, f.User))];
    }

    private static IQueryable<ActivityEntry> Matching(IQueryable<ActivityEntry> activities, ActivityFilter filter)
    {
        if (filter.InstanceId is { } instance)
        {
            activities = activities.Where(a => a.InstanceId == instance);
        }

        if (filter.Type is { } type)
        {
            activities = activities.Where(a => a.Type == type);
        }

        if (filter.Types.Count > 0)
        {
            var types = filter.Types;
            activities = activities.Where(a => types.Contains(a.Type));
        }

        if (filter.Action is { } action)
        {
            activities = activities.Where(a => a.Action == action);
        }

        if (filter.Status is { } status)
        {
            activities = activities.Where(a => a.Status == status);
        }

        if (filter.From is { } from)
        {
            activities = activities.Where(a => a.OccurredAt >= from);
        }

        return filter.To is { } to ? activities.Where(a => a.OccurredAt < to) : activities;
    }

    private static ActivityRow Row(Caller caller, ActivityEntry a, string? instanceName, string? providerKey, string? userName)
    {
        var hidden = a.IsPrivate && a.UserId != caller.UserId;
        return new ActivityRow(a.Id, a.OccurredAt, a.InstanceId, instanceName ?? (a.Type == ActivityTypes.Tool ? "The hub's tools" : "Deleted integration"), providerKey ?? "", a.Type, a.Status, hidden)
        {
            Action = hidden ? null : a.Action,
            Message = hidden ? "Done through someone's own connection; only they see what it was about." : a.Message,
            ErrorCode = a.ErrorCode,
            UserName = userName,
            Client = a.Client,
            DurationMs = a.DurationMs,
            Input = hidden ? null : a.Input,
            Output = hidden ? null : a.Output,
            RequestId = hidden ? null : a.RequestId,
        };
    }
}
