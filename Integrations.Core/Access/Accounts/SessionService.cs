using Integrations.Core.Activity;
using Integrations.Core.Common;
using Integrations.Core.Organizations;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Access.Accounts;

/// <summary>One open session of the caller.</summary>
/// <param name="IsCurrent">The one that asks.</param>
public sealed record SessionRow(Guid Id, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, string? RemoteAddress, bool IsCurrent);

/// <summary>A person's own sessions: which are open, and the end of them all.</summary>
public sealed class SessionService(IDbContextFactory<IntegrationsDbContext> contexts, UserDirectory directory, AuditLog audit, TimeProvider clock)
{
    /// <summary>How a wrong present password is refused.</summary>
    public const string PasswordRefusedCode = AccessFailures.SignInRefusedCode;

    private const int Most = 100;

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
            [.. rows.Select(s => new SessionRow(s.Id, s.CreatedAt, s.ExpiresAt, s.RemoteAddress, s.Id == caller.SessionId))]);
    }

    /// <summary>
    /// Ends every session of the caller, the one that asks too, and by a new security stamp every access token that a password
    /// gave (SECURITY S2). Personal tokens live on: they are revoked one by one.
    /// </summary>
    public async Task<Result<Done>> EndAllAsync(Caller caller, CancellationToken cancellationToken)
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
                audit.Add(db, caller, "session.signed_out_everywhere", new AuditTarget("user", userId.ToString(), caller.DisplayName));
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
}
