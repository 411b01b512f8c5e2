using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Identity.Accounts;

/// <summary>Checks passwords and codes, and counts failures of both together. What opens then is a session: <see cref="BrowserSessions"/>.</summary>
public sealed class SignInService(
    IDbContextFactory<IntegrationsDbContext> contexts, PasswordWork passwords, SignInAttempts attempts, SignInTickets tickets, UserDirectory directory, ILookupNormalizer normalizer,
    TimeProvider clock)
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

    private async Task<Result<UserStanding>> CheckCodeAsync(Guid userId, string code, SignInOrigin origin, CancellationToken cancellationToken)
    {
        var spent = await attempts.SpendCodeAsync(userId, code, origin, isSignIn: true, cancellationToken);
        return spent.Failure is { } refused ? refused
            : await directory.FindEnabledAsync(userId, cancellationToken) is { } who ? who
            : AccessFailures.TicketOver;
    }

    private static SignInOrigin OriginOf(Caller caller) => new(caller.RemoteAddress, caller.RequestId);
}
