using Integrations.Core.Activity;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Integrations.Core.Identity.Accounts;

/// <summary>Checks passwords and codes, counts failures of both together, and opens sessions.</summary>
public sealed class SignInService(
    IDbContextFactory<IntegrationsDbContext> contexts, PasswordWork passwords, SignInAttempts attempts, SignInTickets tickets, UserDirectory directory,
    ILookupNormalizer normalizer, AuditLog audit, IOptions<AccessOptions> options, TimeProvider clock)
{
    /// <summary>How a right password is refused where the organization's provider is all that counts.</summary>
    public const string ProviderOnlyCode = AccessFailures.ProviderOnlyCode;

    private const int LongestEmail = 256;

    /// <summary>Signs in someone whose password is all that is asked.</summary>
    /// <returns>The person, or <c>auth.refused</c>, <c>auth.provider_only</c>, <c>auth.second_factor_required</c>, <c>auth.busy</c>.</returns>
    public async Task<Result<UserStanding>> CheckPasswordAsync(string email, string password, SignInOrigin origin, CancellationToken cancellationToken)
    {
        var answer = await AnswerPasswordAsync(email, password, origin, cancellationToken);
        return !answer.TryGet(out var right, out var failure) ? failure
            : right.NeedsCode ? AccessFailures.SecondFactorNeeded
            : right.Who;
    }

    /// <summary>Signs in with password and code at once; who has no second factor gives the password alone.</summary>
    /// <returns>The person, or <c>auth.refused</c>, <c>auth.code_refused</c>, <c>auth.busy</c>.</returns>
    public async Task<Result<UserStanding>> CheckPasswordAndCodeAsync(
        string email, string password, string code, SignInOrigin origin, CancellationToken cancellationToken)
    {
        var answer = await AnswerPasswordAsync(email, password, origin, cancellationToken);
        return !answer.TryGet(out var right, out var failure) ? failure
            : right.NeedsCode ? await CheckCodeAsync(right.Who.Id, code, origin, cancellationToken)
            : right.Who;
    }

    /// <summary>
    /// The person whose password this is. Unknown, disabled, locked and wrong cost the same work and give the same
    /// <c>auth.refused</c>; <c>auth.busy</c> when too many passwords are being checked, <c>auth.provider_only</c> for a right one that its organization does not take any more. Where a code is wanted too, no one is
    /// signed in yet and failures go on counting.
    /// </summary>
    public async Task<Result<PasswordAnswer>> AnswerPasswordAsync(string email, string password, SignInOrigin origin, CancellationToken cancellationToken)
    {
        if (email.Length > LongestEmail || password.Length > PasswordRules.MaxLength)
        {
            return AccessFailures.SignInRefused;
        }

        var normalized = normalizer.NormalizeEmail(email.Trim());
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.NormalizedEmail == normalized, cancellationToken);
        var work = await passwords.CheckAsync(user, password, cancellationToken);
        if (!work.TryGet(out var answer, out var busy))
        {
            return busy;
        }

        var now = clock.GetUtcNow();
        var isLocked = user?.LockoutEnd > now;
        if (user is null || answer == PasswordVerificationResult.Failed || isLocked)
        {
            await attempts.RefuseAsync(db, user, isLocked, now, origin, cancellationToken);
            return AccessFailures.SignInRefused;
        }

        directory.Forget(user.Id);
        if (await directory.FindEnabledAsync(user.Id, cancellationToken) is not { } standing)
        {
            await attempts.RefuseAsync(db, user, isLocked: true, now, origin, cancellationToken);
            return AccessFailures.SignInRefused;
        }

        if (standing.MustUseProvider)
        {
            return AccessFailures.ProviderOnly;
        }

        if (user.TwoFactorEnabled)
        {
            return new PasswordAnswer(standing, NeedsCode: true);
        }

        await attempts.AcceptAsync(db, user, now, origin, cancellationToken);
        return new PasswordAnswer(standing, NeedsCode: false);
    }

    /// <summary>The second step of a sign-in: the ticket that a right password gave, and a code.</summary>
    /// <returns>The person, or <c>auth.ticket_over</c>, <c>auth.code_refused</c>.</returns>
    public async Task<Result<UserStanding>> CheckTicketAsync(string ticket, string code, SignInOrigin origin, CancellationToken cancellationToken)
    {
        if (tickets.Read(ticket) is not var (userId, stamp))
        {
            return AccessFailures.TicketOver;
        }

        directory.Forget(userId);
        return await directory.FindEnabledAsync(userId, cancellationToken) is not { } who || who.Stamp != stamp ? AccessFailures.TicketOver
            : who.MustUseProvider ? AccessFailures.ProviderOnly
            : await CheckCodeAsync(userId, code, origin, cancellationToken);
    }

    /// <summary>The caller's own password once more. Failures count as at sign-in; success forgives none, for it opens nothing new.</summary>
    /// <returns>Done, or <c>auth.refused</c>, <c>auth.busy</c>.</returns>
    public async Task<Result<Done>> ProvePasswordAsync(Caller caller, string password, CancellationToken cancellationToken)
    {
        var origin = OriginOf(caller);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == caller.UserId && u.DisabledAt == null, cancellationToken);
        if (user is null || password.Length > PasswordRules.MaxLength)
        {
            return AccessFailures.SignInRefused;
        }

        var work = await passwords.CheckAsync(user, password, cancellationToken);
        if (!work.TryGet(out var answer, out var busy))
        {
            return busy;
        }

        var now = clock.GetUtcNow();
        var isLocked = user.LockoutEnd > now;
        if (answer == PasswordVerificationResult.Failed || isLocked)
        {
            await attempts.RefuseAsync(db, user, isLocked, now, origin, cancellationToken);
            return AccessFailures.SignInRefused;
        }

        return Done.Value;
    }

    /// <summary>A code of the caller's own second factor.</summary>
    /// <returns>Done, or <c>auth.code_refused</c>.</returns>
    public async Task<Result<Done>> ProveCodeAsync(Caller caller, string code, CancellationToken cancellationToken) =>
        caller.UserId is { } userId
            ? (await attempts.SpendCodeAsync(userId, code, OriginOf(caller), isSignIn: false, cancellationToken)).Map(_ => Done.Value)
            : AccessFailures.CodeRefused;

    /// <summary>The password once more, so that the session counts as fresh for ten minutes (SECURITY S5).</summary>
    /// <returns>Done, or <c>auth.refused</c>, <c>auth.busy</c>.</returns>
    public async Task<Result<Done>> ConfirmAsync(Caller caller, string password, CancellationToken cancellationToken)
    {
        if (caller.SessionId is not { } sessionId)
        {
            return Failure.Forbidden("A password is confirmed in the browser, by the person who signed in.");
        }

        var proven = await ProvePasswordAsync(caller, password, cancellationToken);
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
    public async Task<(UserStanding Who, Session Session)?> ReopenSessionAsync(Caller caller, SignInOrigin origin, CancellationToken cancellationToken)
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

        return (who, await OpenSessionAsync(who, former.Proof, sessionId, origin, cancellationToken));
    }

    /// <summary>Opens a session for someone who just proved to be who they are, and ends the one this browser had.</summary>
    public async Task<Session> OpenSessionAsync(UserStanding who, SignInProof proof, Guid? endSession, SignInOrigin origin, CancellationToken cancellationToken)
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
    public async Task EndSessionAsync(Caller caller, Guid sessionId, CancellationToken cancellationToken)
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

    private async Task<Result<UserStanding>> CheckCodeAsync(Guid userId, string code, SignInOrigin origin, CancellationToken cancellationToken)
    {
        var spent = await attempts.SpendCodeAsync(userId, code, origin, isSignIn: true, cancellationToken);
        return spent.Failure is { } refused ? refused
            : await directory.FindEnabledAsync(userId, cancellationToken) is { } who ? who
            : AccessFailures.TicketOver;
    }

    private static SignInOrigin OriginOf(Caller caller) => new(caller.RemoteAddress, caller.RequestId);
}
