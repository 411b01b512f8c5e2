using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Notices;

/// <summary>A person's own notices, and how they want to be told. Each person sees and changes theirs alone.</summary>
public sealed class NoticeService(IDbContextFactory<IntegrationsDbContext> contexts, TimeProvider clock)
{
    private const int MaxAttempts = 5;

    private static readonly Failure NoPerson = Failure.Forbidden("Notices belong to people; this caller is none.");

    private static readonly Failure NotFound = Failure.NotFound("notice.not_found", "There is no such notice.");

    /// <summary>How many are unread; 0 for a caller that is no person.</summary>
    public async Task<int> CountUnreadAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Notices.VisibleTo(caller).CountAsync(n => n.ReadAt == null, cancellationToken);
    }

    /// <summary>Newest first.</summary>
    public async Task<Result<Page<Notice>>> ListAsync(Caller caller, PageRequest page, CancellationToken cancellationToken)
    {
        if ((caller.UserId is null ? NoPerson : page.Validate()) is { } failure)
        {
            return failure;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var mine = db.Notices.AsNoTracking().VisibleTo(caller);
        var rows = await mine.OrderByDescending(n => n.CreatedAt).ThenByDescending(n => n.Id).Skip(page.Offset).Take(page.Limit).ToListAsync(cancellationToken);
        return new Page<Notice>(rows, await mine.CountAsync(cancellationToken));
    }

    /// <summary>Marks one as read; one that is read stays so.</summary>
    /// <returns>Done, or <c>notice.not_found</c>.</returns>
    public async Task<Result<Done>> ReadAsync(Caller caller, Guid noticeId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.WriteAsync(
            ct => db.Notices.VisibleTo(caller).Where(n => n.Id == noticeId).ExecuteUpdateAsync(set => set.SetProperty(n => n.ReadAt, n => n.ReadAt ?? now), ct), cancellationToken);
        return found > 0 ? Done.Value : NotFound;
    }

    /// <summary>Marks all as read.</summary>
    public async Task<Result<Done>> ReadAllAsync(Caller caller, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.WriteAsync(ct => db.Notices.VisibleTo(caller).Where(n => n.ReadAt == null).ExecuteUpdateAsync(set => set.SetProperty(n => n.ReadAt, now), ct), cancellationToken);
        return Done.Value;
    }

    /// <summary>How the caller is told, for every kind that there is for them.</summary>
    public async Task<Result<IReadOnlyList<NoticeWay>>> WaysAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (caller.UserId is not { } userId)
        {
            return NoPerson;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var chosen = await db.NoticeChoices.AsNoTracking().Where(c => c.UserId == userId).ToDictionaryAsync(c => c.Kind, cancellationToken);
        return Result<IReadOnlyList<NoticeWay>>.Success([.. KindsOf(caller).Select(kind => chosen.TryGetValue(kind, out var choice)
            ? new NoticeWay(kind, choice.InApp, choice.ByMail)
            : new NoticeWay(kind, NoticeChoice.Default(kind), NoticeChoice.Default(kind)))]);
    }

    /// <summary>Chooses how the caller is told of some kinds.</summary>
    /// <returns>Done, or <c>permission_denied</c> for a kind that is for administrators.</returns>
    public async Task<Result<Done>> ChooseAsync(Caller caller, IReadOnlyList<NoticeWay> ways, CancellationToken cancellationToken)
    {
        if (caller.UserId is not { } userId || ways.Any(way => !KindsOf(caller).Contains(way.Kind)))
        {
            return NoPerson;
        }

        return await contexts.WriteAgainAsync(
            MaxAttempts,
            DatabaseErrors.IsUniqueViolation,
            db => db.WriteAsync(
                async ct =>
                {
                    var chosen = await db.NoticeChoices.Where(c => c.UserId == userId).ToDictionaryAsync(c => c.Kind, ct);
                    foreach (var way in ways)
                    {
                        if (!chosen.TryGetValue(way.Kind, out var choice))
                        {
                            db.NoticeChoices.Add(choice = new NoticeChoice { UserId = userId, Kind = way.Kind, LastAt = clock.GetUtcNow() });
                        }

                        (choice.InApp, choice.ByMail) = (way.InApp, way.ByMail);
                    }

                    await db.SaveChangesAsync(ct);
                    return Done.Value;
                },
                cancellationToken),
            cancellationToken);
    }

    private static IEnumerable<NoticeKind> KindsOf(Caller caller) =>
        Enum.GetValues<NoticeKind>().Where(kind => kind != NoticeKind.WeeklySummary || caller.Must(KnownPermissions.ReadWeek) is null);
}
