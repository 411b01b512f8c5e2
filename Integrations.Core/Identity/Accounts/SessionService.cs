using Integrations.Core.Activity;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Identity.Accounts;

/// <summary>A person's own sessions: which are open, and the end of one, of the others, or of them all.</summary>
public sealed class SessionService(IDbContextFactory<IntegrationsDbContext> contexts, UserDirectory directory, AuditLog audit, TimeProvider clock)
{
    /// <summary>How a wrong present password is refused.</summary>
    public const string PasswordRefusedCode = AccessFailures.SignInRefusedCode;

    private const int Most = 100;

    private static readonly Failure NotFound = Failure.NotFound("session.not_found", "There is no such open session.");

    private static readonly Failure NoPerson = Failure.Forbidden("Sessions belong to people; this caller is none.");

    /// <summary>Open sessions, newest first; at most a hundred.</summary>
    public async Task<Result<IReadOnlyList<SessionRow>>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (caller.UserId is not { } userId)
        {
            return NoPerson;
        }

        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.Sessions.AsNoTracking()
            .Where(s => s.UserId == userId && s.EndedAt == null && s.ExpiresAt > now)
            .OrderByDescending(s => s.CreatedAt).ThenBy(s => s.Id)
            .Take(Most)
            .ToListAsync(cancellationToken);
        return Result<IReadOnlyList<SessionRow>>.Success(
            [.. rows.Select(s => new SessionRow(
                s.Id, s.CreatedAt, s.LastSeenAt, s.ExpiresAt, s.RemoteAddress, s.Browser, s.Proof, s.Id == caller.SessionId))]);
    }

    /// <summary>
    /// Makes the caller's session count as signed in now, inside the caller's write transaction: the person proved to be there (SECURITY S5).
    /// </summary>
    /// <param name="by">What proved it, for the audit trail, such as <c>new { passkey = "Laptop" }</c>; null for the password.</param>
    internal static async Task<int> ConfirmAsync(
        IntegrationsDbContext db, AuditLog audit, Caller caller, DateTimeOffset now, object? by, CancellationToken cancellationToken)
    {
        await db.Sessions.Where(s => s.Id == caller.SessionId && s.UserId == caller.UserId && s.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.AuthenticatedAt, now), cancellationToken);
        audit.Add(db, caller, "session.confirmed", new AuditTarget("user", caller.UserId?.ToString(), caller.DisplayName), after: by);
        return await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Ends one session of the caller's. Its pages and circuits go with it, within a minute on every node (SECURITY S2).</summary>
    /// <returns>Done, or <c>session.not_found</c>.</returns>
    public Task<Result<Done>> EndAsync(Caller caller, Guid sessionId, CancellationToken cancellationToken) =>
        EndWhereAsync(caller, "session.ended", sessions => sessions.Where(s => s.Id == sessionId), cancellationToken);

    /// <summary>Ends all sessions of the caller's but the one that asks.</summary>
    /// <returns>Done, or <c>session.not_found</c> where there is no other.</returns>
    public Task<Result<Done>> EndOthersAsync(Caller caller, CancellationToken cancellationToken) =>
        EndWhereAsync(caller, "session.ended_others", sessions => sessions.Where(s => s.Id != caller.SessionId), cancellationToken);

    /// <summary>
    /// Ends every session of the caller, the one that asks too, and by a new security stamp every access token that a password
    /// gave and every link not yet used (SECURITY S2). Taking ways in away is never refused for an old session: it opens nothing.
    /// </summary>
    /// <param name="also">What else ends; pages offer all of it, ticked (SECURITY X1). Who has no password keeps the other ways to sign in.</param>
    public async Task<Result<Done>> EndAllAsync(Caller caller, WaysIn also, CancellationToken cancellationToken)
    {
        if (caller is not { UserId: { } userId, SessionId: not null })
        {
            return NoPerson;
        }

        var (now, stamp) = (clock.GetUtcNow(), MemberService.NewStamp());
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var open = await db.Sessions.Where(s => s.UserId == userId && s.EndedAt == null).Select(s => s.Id).ToListAsync(cancellationToken);
        await db.WriteAsync(
            async ct =>
            {
                await db.Sessions.Where(s => s.UserId == userId && s.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), ct);
                await db.Users.Where(u => u.Id == userId).ExecuteUpdateAsync(set => set.SetProperty(u => u.SecurityStamp, stamp), ct);
                var ended = await db.Users.AnyAsync(u => u.Id == userId && u.PasswordHash == null, ct) ? also & ~WaysIn.SignIns : also;
                await WaysInEnd.EndAsync(db, userId, ended, now, ct);
                audit.Add(db, caller, "session.signed_out_everywhere", new AuditTarget("user", userId.ToString(), caller.DisplayName), after: new { also = ended.ToString() });
                return await db.SaveChangesAsync(ct);
            },
            cancellationToken);
        directory.Forget(userId);
        foreach (var session in open)
        {
            directory.ForgetSession(session);
        }

        return Done.Value;
    }

    private async Task<Result<Done>> EndWhereAsync(
        Caller caller, string action, Func<IQueryable<Session>, IQueryable<Session>> which, CancellationToken cancellationToken)
    {
        if (caller is not { UserId: { } userId, SessionId: not null })
        {
            return NoPerson;
        }

        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var ended = await db.WriteAsync(
            async ct =>
            {
                var ids = await which(db.Sessions.Where(s => s.UserId == userId && s.EndedAt == null && s.ExpiresAt > now)).Select(s => s.Id).ToListAsync(ct);
                await db.Sessions.Where(s => ids.Contains(s.Id)).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), ct);
                if (ids.Count > 0)
                {
                    audit.Add(db, caller, action, new AuditTarget("user", userId.ToString(), caller.DisplayName), after: new { sessions = ids.Count });
                }

                await db.SaveChangesAsync(ct);
                return ids;
            },
            cancellationToken);
        ended.ForEach(directory.ForgetSession);
        return ended.Count > 0 ? Done.Value : NotFound;
    }
}
