using System.Security.Cryptography;
using Integrations.Core.Activity;
using Integrations.Core.Identity.Accounts;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Identity.SecondFactors;

/// <summary>People setting up, renewing and turning off their own second factor, in the browser and freshly signed in (SECURITY S4, S5).</summary>
public sealed class SecondFactorService(
    IDbContextFactory<IntegrationsDbContext> contexts, SecondFactorCodes codes, SignInService signIn, UserDirectory directory, AuditLog audit, TimeProvider clock)
{
    private const string IssuerName = "Integrations";

    private static readonly Failure NoPerson = Failure.Forbidden("A second factor is set up in the browser, by the person who signed in.");
    private static readonly Failure NotBegun = Failure.Conflict("second_factor.not_begun", "There is no key to confirm. Start setting up again.");
    private static readonly Failure IsOn = Failure.Conflict("second_factor.is_on", "You have a second factor. Turn it off first to set up another.");
    private static readonly Failure IsOff = Failure.Conflict("second_factor.is_off", "You have no second factor.");
    private static readonly Failure CodeWrong = Failure.InvalidField(
        "code", "This is not the code of this moment. Type the one your app shows now, and check that the phone sets its clock by itself.");

    /// <summary>Whether the caller's second factor is on, since when, and how many recovery codes are left.</summary>
    /// <returns>Its standing, or <c>permission_denied</c> for tokens and jobs.</returns>
    public async Task<Result<SecondFactorStanding>> GetAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (caller is not { UserId: { } userId, SessionId: not null })
        {
            return NoPerson;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var since = await db.SecondFactors.Where(f => f.UserId == userId).Select(f => f.ConfirmedAt).SingleOrDefaultAsync(cancellationToken);
        return new SecondFactorStanding(since, since is null ? 0 : await db.RecoveryCodes.CountAsync(c => c.UserId == userId && c.UsedAt == null, cancellationToken));
    }

    /// <summary>Makes a new key; it counts once <see cref="ConfirmAsync"/> has seen a code made with it.</summary>
    /// <returns>The key, or <c>auth.confirm_password</c>, <c>second_factor.is_on</c>.</returns>
    public async Task<Result<SecondFactorKey>> BeginAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (Check(caller) is { } refused)
        {
            return refused;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var user = await db.Users.SingleAsync(u => u.Id == caller.UserId, cancellationToken);
        if (user.TwoFactorEnabled)
        {
            return IsOn;
        }

        var key = Base32.Encode(RandomNumberGenerator.GetBytes(Totp.KeyBytes));
        await db.WriteAsync(
            async ct =>
            {
                await db.SecondFactors.Where(f => f.UserId == user.Id && f.ConfirmedAt == null).ExecuteDeleteAsync(ct);
                db.SecondFactors.Add(new SecondFactor { UserId = user.Id, KeyCiphertext = codes.Protect(user, key), CreatedAt = clock.GetUtcNow() });
                return await db.SaveChangesAsync(ct);
            },
            cancellationToken);
        return KeyOf(user, key);
    }

    /// <summary>The key that waits for its first code, to show it again after a wrong one.</summary>
    /// <returns>The key, or <c>auth.confirm_password</c>, <c>second_factor.not_begun</c>.</returns>
    public async Task<Result<SecondFactorKey>> PendingAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (Check(caller) is { } refused)
        {
            return refused;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var user = await db.Users.SingleAsync(u => u.Id == caller.UserId, cancellationToken);
        return await PendingKeyAsync(db, user, cancellationToken) is { } key ? KeyOf(user, key) : NotBegun;
    }

    /// <summary>Turns the second factor on with a first code. Every other session and every access token made with the password ends (SECURITY S2).</summary>
    /// <returns>Ten recovery codes, shown this once; or <c>auth.confirm_password</c>, <c>second_factor.not_begun</c>, <c>validation</c>.</returns>
    public async Task<Result<IReadOnlyList<Secret>>> ConfirmAsync(Caller caller, string code, CancellationToken cancellationToken)
    {
        if (Check(caller) is { } refused)
        {
            return refused;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var user = await db.Users.SingleAsync(u => u.Id == caller.UserId, cancellationToken);
        if (await PendingKeyAsync(db, user, cancellationToken) is not { } key)
        {
            return NotBegun;
        }

        var now = clock.GetUtcNow();
        if (Totp.Match(Base32.Decode(key), string.Concat(code.Where(char.IsAsciiDigit)), now) is not { } step)
        {
            return CodeWrong;
        }

        var made = await db.WriteAsync(
            async ct =>
            {
                if (await db.SecondFactors.Where(f => f.UserId == user.Id && f.ConfirmedAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(f => f.ConfirmedAt, now).SetProperty(f => f.LastStep, step), ct) == 0)
                {
                    return null;
                }

                var recovery = await SecondFactorCodes.RenewAsync(db, user.Id, ct);
                user.TwoFactorEnabled = true;
                await ChangedAsync(db, caller, user, SignInProof.PasswordAndCode, "second_factor.turned_on", ct);
                return recovery;
            },
            cancellationToken);
        Forget(caller);
        return made is null ? NotBegun : Result<IReadOnlyList<Secret>>.Success(made);
    }

    /// <summary>Ten new recovery codes; the former ones work no longer.</summary>
    /// <returns>The codes, shown this once; or <c>auth.confirm_password</c>, <c>second_factor.is_off</c>.</returns>
    public async Task<Result<IReadOnlyList<Secret>>> RenewRecoveryCodesAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (Check(caller) is { } refused)
        {
            return refused;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == caller.UserId, cancellationToken);
        if (!user.TwoFactorEnabled)
        {
            return IsOff;
        }

        var made = await db.WriteAsync(
            async ct =>
            {
                var recovery = await SecondFactorCodes.RenewAsync(db, user.Id, ct);
                audit.Add(db, caller, "second_factor.recovery_codes_renewed", MemberService.Target(user));
                await db.SaveChangesAsync(ct);
                return recovery;
            },
            cancellationToken);
        return Result<IReadOnlyList<Secret>>.Success(made);
    }

    /// <summary>Turns it off, proven by the password or by a code. Every other session ends (SECURITY S2).</summary>
    /// <returns>Done, or <c>auth.refused</c>, <c>auth.code_refused</c>, <c>auth.busy</c>, <c>second_factor.is_off</c>.</returns>
    public async Task<Result<Done>> TurnOffAsync(Caller caller, string passwordOrCode, CancellationToken cancellationToken)
    {
        if (caller is not { UserId: not null, SessionId: not null })
        {
            return NoPerson;
        }

        var proven = SecondFactorCodes.LooksLikeCode(passwordOrCode)
            ? await signIn.ProveCodeAsync(caller, passwordOrCode, cancellationToken)
            : await signIn.ProvePasswordAsync(caller, passwordOrCode, cancellationToken);
        if (proven.Failure is { } refused)
        {
            return refused;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var user = await db.Users.SingleAsync(u => u.Id == caller.UserId, cancellationToken);
        if (!user.TwoFactorEnabled)
        {
            return IsOff;
        }

        await db.WriteAsync(
            async ct =>
            {
                await SecondFactorCodes.RemoveAsync(db, user.Id, ct);
                user.TwoFactorEnabled = false;
                await ChangedAsync(db, caller, user, SignInProof.Password, "second_factor.turned_off", ct);
                return Done.Value;
            },
            cancellationToken);
        Forget(caller);
        return Done.Value;
    }

    private Failure? Check(Caller caller) => caller is { UserId: not null, SessionId: not null } ? caller.MustHaveSignedInLately(clock.GetUtcNow()) : NoPerson;

    private async Task<string?> PendingKeyAsync(IntegrationsDbContext db, User user, CancellationToken cancellationToken) =>
        await db.SecondFactors.AsNoTracking().SingleOrDefaultAsync(f => f.UserId == user.Id && f.ConfirmedAt == null, cancellationToken) is { } factor
            ? codes.Open(user, factor)
            : null;

    private async Task ChangedAsync(IntegrationsDbContext db, Caller caller, User user, SignInProof proof, string action, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        user.SecurityStamp = MemberService.NewStamp();
        audit.Add(db, caller, action, MemberService.Target(user));
        await db.SaveChangesAsync(cancellationToken);
        await db.Sessions.Where(s => s.UserId == user.Id && s.Id != caller.SessionId && s.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), cancellationToken);
        await db.Sessions.Where(s => s.Id == caller.SessionId).ExecuteUpdateAsync(set => set.SetProperty(s => s.Proof, proof), cancellationToken);
    }

    private void Forget(Caller caller)
    {
        directory.Forget(caller.UserId!.Value);
        directory.ForgetSession(caller.SessionId!.Value);
    }

    // https://github.com/google/google-authenticator/wiki/Key-Uri-Format: defaults are left out, some apps stumble over them.
    private static SecondFactorKey KeyOf(User user, string key) => new(
        new Secret(SecondFactorCodes.Grouped(key, ' ')),
        new Secret($"otpauth://totp/{IssuerName}:{Uri.EscapeDataString(user.Email ?? user.DisplayName)}?secret={key}&issuer={IssuerName}"));
}
