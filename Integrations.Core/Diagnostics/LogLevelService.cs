using Integrations.Core.Activity;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Diagnostics;

/// <summary>Lets a super administrator see more of the log for a time. It holds on the node that is asked, is audited, and ends by itself.</summary>
public sealed class LogLevelService(IDbContextFactory<IntegrationsDbContext> contexts, AuditLog audit, LogLevelSwitch levels, TimeProvider clock)
{
    /// <summary>A longer time gives <c>validation</c>.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(8);

    private const int LongestCategory = 200;

    /// <summary>What holds for a time; null when the settings hold.</summary>
    public Result<LogLevelForATime?> Look(Caller caller) =>
        caller.Must(KnownPermissions.ChangeLogLevel) is { } forbidden ? Result<LogLevelForATime?>.Fail(forbidden) : Result<LogLevelForATime?>.Success(levels.Current);

    /// <param name="caller">A super administrator.</param>
    /// <param name="category">What the log's categories begin with, such as <c>Integrations.Core.Webhooks</c>; 1 to 200 characters.</param>
    /// <param name="level">The least level that is told of them.</param>
    /// <param name="time">One minute to eight hours.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Until when it holds, or <c>validation</c>.</returns>
    public async Task<Result<LogLevelForATime>> SetAsync(Caller caller, string category, LogLevel level, TimeSpan time, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ChangeLogLevel) is { } forbidden)
        {
            return forbidden;
        }

        if (string.IsNullOrWhiteSpace(category) || category.Length > LongestCategory || category.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_')))
        {
            return Failure.InvalidField("category", "Give the beginning of a category, such as Integrations.Core.Webhooks.");
        }

        if (!Enum.IsDefined(level))
        {
            return Failure.InvalidField("level", $"The level is one of {string.Join(", ", Enum.GetNames<LogLevel>())}.");
        }

        if (time < TimeSpan.FromMinutes(1) || time > Longest)
        {
            return Failure.InvalidField("time", "The time is one minute to eight hours.");
        }

        var next = new LogLevelForATime(category, level, clock.GetUtcNow() + time);
        await RecordAsync(caller, "log.level_changed", next, cancellationToken);
        levels.Set(next);
        return next;
    }

    /// <summary>Ends it before its time.</summary>
    public async Task<Result<Done>> ResetAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ChangeLogLevel) is { } forbidden)
        {
            return forbidden;
        }

        if (levels.Current is { } current)
        {
            await RecordAsync(caller, "log.level_reset", current, cancellationToken);
            levels.Set(null);
        }

        return Done.Value;
    }

    private async Task RecordAsync(Caller caller, string action, LogLevelForATime what, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        audit.Add(db, caller, action, new AuditTarget("log", what.Category, what.Category), after: new { level = what.Level.ToString(), until = what.Until });
        await db.SaveChangesAsync(cancellationToken);
    }
}
