using Integrations.Core.Activity;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Integrations.Core.Identity.Accounts;

/// <summary>Opens, confirms and ends the session of one browser, for someone who just proved to be who they are.</summary>
public sealed class BrowserSessions(
    IDbContextFactory<IntegrationsDbContext> contexts, SignInService signIn, UserDirectory directory, AuditLog audit, IOptions<AccessOptions> options, TimeProvider clock)
{
    /// <summary>The password once more, so that the session counts as fresh for ten minutes (SECURITY S5).</summary>
    /// <returns>Done, or <c>auth.refused</c>, <c>auth.busy</c>.</returns>
    public async Task<Result<Done>> ConfirmAsync(Caller caller, string password, CancellationToken cancellationToken)
    {
        if (caller.SessionId is not { } sessionId)
        {
            return Failure.Forbidden("A password is confirmed in the browser, by the person who signed in.");
        }

        var proven = await signIn.ProvePasswordAsync(caller, password, cancellationToken);
        if (proven.Failure is { } refused)
        {
            return refused;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.WriteAsync(ct => SessionService.ConfirmAsync(db, audit, caller, clock.GetUtcNow(), by: null, ct), cancellationToken);
        directory.ForgetSession(sessionId);
        return Done.Value;
    }

    /// <summary>
    /// A session in place of the caller's, after an act of theirs that ended all of them, such as a new password. Call it only
    /// in the request that proved the person to be there.
    /// </summary>
    /// <returns>The person and the session; null for who may not come in any more.</returns>
    public async Task<(UserStanding Who, Session Session)?> ReopenAsync(Caller caller, SignInOrigin origin, CancellationToken cancellationToken)
    {
        if (caller is not { UserId: { } userId, SessionId: { } sessionId })
        {
            return null;
        }

        directory.Forget(userId);
        if (await directory.FindEnabledAsync(userId, cancellationToken) is not { } who
            || await directory.FindSessionAsync(sessionId, userId, cancellationToken) is not { } former)
        {
            return null;
        }

        return (who, await OpenAsync(who, former.Proof, sessionId, origin, cancellationToken));
    }

    /// <summary>Opens a session for someone who just proved to be who they are, and ends the one this browser had.</summary>
    public async Task<Session> OpenAsync(UserStanding who, SignInProof proof, Guid? endSession, SignInOrigin origin, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var session = new Session
        {
            Id = Guid.NewGuid(),
            UserId = who.Id,
            AuthenticatedAt = now,
            CreatedAt = now,
            ExpiresAt = now + options.Value.SessionLifetime,
            RemoteAddress = origin.RemoteAddress,
            Browser = Text.Cut(origin.Browser, Session.BrowserMaxLength),
            LastSeenAt = now,
            Proof = proof,
        };
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.WriteAsync(
            async ct =>
            {
                if (endSession is { } old)
                {
                    await db.Sessions.Where(s => s.Id == old && s.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), ct);
                }

                if (origin.Language is { } language)
                {
                    await db.Users.Where(u => u.Id == who.Id && u.Language != language).ExecuteUpdateAsync(set => set.SetProperty(u => u.Language, language), ct);
                }

                await db.Sessions.Where(s => s.UserId == who.Id && s.ExpiresAt < now).ExecuteDeleteAsync(ct);
                db.Sessions.Add(session);
                return await db.SaveChangesAsync(ct);
            },
            cancellationToken);
        if (endSession is { } ended)
        {
            directory.ForgetSession(ended);
        }

        return session;
    }

    /// <summary>Ends the caller's session; every copy of its cookie is dead.</summary>
    public async Task EndAsync(Caller caller, Guid sessionId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.WriteAsync(
            async ct =>
            {
                await db.Sessions.Where(s => s.Id == sessionId && s.UserId == caller.UserId && s.EndedAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), ct);
                audit.Add(db, caller, "session.signed_out", new AuditTarget("user", caller.UserId?.ToString(), caller.DisplayName));
                return await db.SaveChangesAsync(ct);
            },
            cancellationToken);
        directory.ForgetSession(sessionId);
    }
}
