using System.Data.Common;
using Integrations.Core.Activity;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Setup;

/// <summary>Keeps what was done for the checklist: ticks of people, backups, vendors' answers.</summary>
public sealed partial class ChecklistMarks(IDbContextFactory<IntegrationsDbContext> contexts, AuditLog audit, TimeProvider clock, ILogger<ChecklistMarks> logger)
{
    /// <summary>What the operator does from the command line has no person's name.</summary>
    internal const string Operator = "operator of the hub";

    private const int MaxAttempts = 10;

    private static readonly TimeSpan CallbackResolution = TimeSpan.FromDays(1);

    /// <summary>Says of a line that the program cannot examine that it is done, or takes that back.</summary>
    /// <returns>Done, or <c>permission_denied</c>, <c>checklist.not_ticked</c>.</returns>
    public async Task<Result<Done>> TickAsync(Caller caller, string key, bool isDone, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.KeepChecklist) is { } forbidden)
        {
            return forbidden;
        }

        if (!ChecklistKeys.Ticked.Contains(key, StringComparer.Ordinal))
        {
            return Failure.Invalid("checklist.not_ticked", "The hub examines this line itself.");
        }

        // Two people at once: the row is taken away and made anew in one transaction, and the later one stays. Where several write at once,
        // another may make it after ours saw none to take away; then there is one.
        return await contexts.WriteAgainAsync(
            MaxAttempts,
            DatabaseErrors.IsUniqueViolation,
            db => db.WriteAsync(
                async ct =>
                {
                    await db.ChecklistMarks.Where(m => m.Key == key).ExecuteDeleteAsync(ct);
                    if (isDone)
                    {
                        db.ChecklistMarks.Add(new ChecklistMark { Key = key, IsGood = true, At = clock.GetUtcNow(), ByUserId = caller.UserId, ByName = Text.Cut(caller.DisplayName, 320) });
                    }

                    audit.Add(db, caller, isDone ? "checklist.ticked" : "checklist.unticked", new AuditTarget("checklist", key, key));
                    await db.SaveChangesAsync(ct);
                    return Done.Value;
                },
                cancellationToken),
            cancellationToken);
    }

    internal async Task<Dictionary<string, ChecklistMark>> LoadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.ChecklistMarks.AsNoTracking().ToDictionaryAsync(m => m.Key, StringComparer.Ordinal, cancellationToken);
    }

    /// <summary>
    /// Remembers that something happened. What it is remembered for has been done already, so a database that cannot take it is told
    /// in the log alone. One that waits for migrations is not asked: the copy that is made before them, and verbs on a database of
    /// the former version, find no table for it.
    /// </summary>
    internal async Task RecordAsync(string key, bool isGood, string? detail, Caller? caller, CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            if ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
            {
                return;
            }

            await SetAsync(db, key, isGood, detail, caller, cancellationToken);
        }
        catch (Exception refused) when (refused is DbUpdateException or DbException)
        {
            LogNotKept(logger, key, refused.GetBaseException().Message);
        }
    }

    /// <summary>A vendor sent someone back; kept to the day, because a write each time would tell no more.</summary>
    internal async Task NoteCallbackAsync(string provider, CancellationToken cancellationToken)
    {
        var (key, recent) = (ChecklistKeys.Callback(provider), clock.GetUtcNow() - CallbackResolution);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await db.ChecklistMarks.AnyAsync(m => m.Key == key && m.At > recent, cancellationToken))
        {
            await RecordAsync(key, isGood: true, detail: null, new Caller(null, null, Role.User) { DisplayName = provider }, cancellationToken);
        }
    }

    private async Task SetAsync(IntegrationsDbContext db, string key, bool isGood, string? detail, Caller? caller, CancellationToken cancellationToken)
    {
        var (now, cut, by) = (clock.GetUtcNow(), Text.Cut(detail, ChecklistMark.DetailMaxLength), Text.Cut(caller?.DisplayName ?? Operator, 320));
        var mark = await db.ChecklistMarks.SingleOrDefaultAsync(m => m.Key == key, cancellationToken);
        if (mark is null)
        {
            mark = new ChecklistMark { Key = key, ByName = by };
            db.ChecklistMarks.Add(mark);
        }

        (mark.IsGood, mark.Detail, mark.At, mark.ByName, mark.ByUserId, mark.WaitsFor) = (isGood, cut, now, by, caller?.UserId, null);
        await db.SaveChangesAsync(cancellationToken);
    }

    [LoggerMessage(4406, LogLevel.Information, "'{Key}' is not remembered for the checklist: {Reason}")]
    private static partial void LogNotKept(ILogger logger, string key, string reason);
}
