using Integrations.Core.Activity;
using Integrations.Core.Identity.Accounts;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Identity.Organizations;

/// <summary>People choosing and changing their own password. Either ends their sessions and tokens everywhere (SECURITY S2).</summary>
public sealed class PasswordService(
    IDbContextFactory<IntegrationsDbContext> contexts, UserDirectory directory, PasswordLinks links, PasswordWork passwords, SignInService signIn, AuditLog audit,
    TimeProvider clock)
{
    private const string Recovered = "password.recovered";

    private static readonly Failure LinkRefused = Failure.Invalid(
        "password.link_invalid", "This link was used already or is too old. Ask an administrator of your organization for a new one, or for one by mail where the sign-in page offers that.");

    /// <summary>By the link of an invitation, or of a forgotten password, which ends everything else that opens the account too (SECURITY X1). The link is used up.</summary>
    /// <returns>Done, or <c>password.link_invalid</c>, <c>validation</c>, <c>auth.busy</c>.</returns>
    public async Task<Result<Done>> ChooseAsync(Guid userId, string token, string password, SignInOrigin origin, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var user = await db.Users.SingleOrDefaultAsync(u => u.Id == userId && u.DisabledAt == null, cancellationToken);
        if (user is null || token.Length > 2_000 || !await links.IsValidAsync(user, token))
        {
            return LinkRefused;
        }

        var caller = origin.CallerOf(user);
        if (!PasswordLinks.IsForgotten(token))
        {
            return await SetAsync(db, caller, user, password, "password.chosen", WaysIn.None, cancellationToken);
        }

        // A lock counts guesses at the password that was forgotten.
        (user.LockoutEnd, user.AccessFailedCount) = (null, 0);
        return await SetAsync(db, caller, user, password, Recovered, WaysIn.All, cancellationToken);
    }

    /// <summary>
    /// With the present password, which proves that the person is there (SECURITY S5); who has none, because a passkey opens the account, chooses
    /// the first one after a fresh sign-in.
    /// </summary>
    /// <param name="present">Ignored where the account has no password.</param>
    /// <param name="also">What else ends besides sessions, access tokens and links; the page offers all of it, ticked (SECURITY X1).</param>
    /// <returns>Done, or <c>auth.refused</c>, <c>auth.confirm_password</c>, <c>validation</c>, <c>auth.busy</c>.</returns>
    public async Task<Result<Done>> ChangeAsync(Caller caller, string present, string password, WaysIn also, CancellationToken cancellationToken)
    {
        if (caller is not { UserId: { } userId, SessionId: not null })
        {
            return Failure.Forbidden("A password is changed in the browser, by the person who signed in.");
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var user = await db.Users.SingleAsync(u => u.Id == userId, cancellationToken);
        var refused = user.PasswordHash is null
            ? caller.MustHaveSignedInLately(clock.GetUtcNow())
            : (await signIn.ProvePasswordAsync(caller, present, cancellationToken)).Failure;
        if (refused is not null)
        {
            return refused;
        }

        await db.Entry(user).ReloadAsync(cancellationToken);
        return await SetAsync(db, caller, user, password, "password.changed", also, cancellationToken);
    }

    /// <summary>Whether the caller has a password: accounts that a passkey or a link made may have none.</summary>
    public async Task<bool> HasOneAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Users.AnyAsync(u => u.Id == caller.UserId && u.PasswordHash != null, cancellationToken);
    }

    private async Task<Result<Done>> SetAsync(
        IntegrationsDbContext db, Caller caller, User user, string password, string action, WaysIn also, CancellationToken cancellationToken)
    {
        if (PasswordRules.Check(password, user.Email) is { } weak)
        {
            return weak;
        }

        var hashed = await passwords.HashAsync(user, password, cancellationToken);
        if (!hashed.TryGet(out var hash, out var busy))
        {
            return busy;
        }

        user.PasswordHash = hash;
        user.EmailConfirmed = true;
        user.SecurityStamp = MemberService.NewStamp();
        user.ConcurrencyStamp = Guid.NewGuid().ToString();
        audit.Add(db, caller, action, MemberService.Target(user), after: also == WaysIn.None ? null : new { also = also.ToString() });
        try
        {
            await db.WriteAsync(
                async ct =>
                {
                    var saved = await db.SaveChangesAsync(ct);
                    if (action == Recovered)
                    {
                        await db.Sessions.Where(s => s.UserId == user.Id && s.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, clock.GetUtcNow()), ct);
                    }

                    await WaysInEnd.EndAsync(db, user.Id, also, clock.GetUtcNow(), ct);
                    return saved;
                },
                cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // The same link in two windows: the other one was first.
            return LinkRefused;
        }

        directory.Forget(user.Id);
        return Done.Value;
    }
}
