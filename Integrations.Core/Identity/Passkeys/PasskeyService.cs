using System.Buffers.Text;
using Integrations.Core.Activity;
using Integrations.Core.Identity.Accounts;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Identity.Passkeys;

/// <summary>
/// Passkeys of people (https://www.w3.org/TR/webauthn-3/). What a browser sends is verified where HTTP is spoken; here is what
/// is kept and who may come in by it. A passkey is both factors at once: the device, and the person who unlocked it (SECURITY S4).
/// </summary>
public sealed class PasskeyService(IDbContextFactory<IntegrationsDbContext> contexts, UserDirectory directory, AuditLog audit, TimeProvider clock)
{
    /// <summary>Passkeys of one person; one more gives <c>passkey.too_many</c>.</summary>
    public const int Most = 20;

    /// <summary>In characters.</summary>
    public const int NameMaxLength = 60;

    private const string FirstName = "Passkey";

    private static readonly Failure NoPerson = Failure.Forbidden("Passkeys are kept in the browser, by the person who signed in.");
    private static readonly Failure NotFound = Failure.NotFound("passkey.not_found", "There is no such passkey.");
    private static readonly Failure TooMany = Failure.Conflict("passkey.too_many", $"You have {Most} passkeys. Remove one first.");
    private static readonly Failure Taken = Failure.Conflict("passkey.taken", "This passkey is known here already.");
    private static readonly Failure Last = Failure.Conflict(
        "passkey.last", "This passkey is all that opens your account. Add another one, or choose a password, before you remove it.");

    private static readonly Failure Refused = new(
        FailureKind.Unauthenticated, "passkey.refused", "This passkey does not open an account here, or the account is locked for a while. Sign in with your password.");

    /// <summary>The caller's passkeys, oldest first.</summary>
    public async Task<Result<IReadOnlyList<PasskeyRow>>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (caller is not { UserId: { } userId, SessionId: not null })
        {
            return NoPerson;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var keys = await Of(db, userId).AsNoTracking().ToListAsync(cancellationToken);
        return Result<IReadOnlyList<PasskeyRow>>.Success(
            [.. keys.OrderBy(k => k.Data.CreatedAt).Select(k => new PasskeyRow(Base64Url.EncodeToString(k.CredentialId), k.Data.Name ?? FirstName, k.Data.CreatedAt, k.Data.IsBackedUp))]);
    }

    /// <summary>Whether the caller may add a passkey now; asked before the browser is, so that no one touches a key in vain.</summary>
    /// <returns>Who adds it; or <c>auth.confirm_password</c>, <c>passkey.too_many</c>.</returns>
    public async Task<Result<UserStanding>> BeginAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (caller is not { UserId: { } userId, SessionId: not null })
        {
            return NoPerson;
        }

        if (caller.MustHaveSignedInLately(clock.GetUtcNow()) is { } stale)
        {
            return stale;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Of(db, userId).CountAsync(cancellationToken) >= Most ? TooMany
            : await directory.FindEnabledAsync(userId, cancellationToken) is { } who ? who
            : NoPerson;
    }

    /// <summary>Keeps a passkey that was verified just now.</summary>
    /// <param name="name">What the person calls it; cut to <see cref="NameMaxLength"/>.</param>
    /// <returns>Done; or <c>auth.confirm_password</c>, <c>passkey.too_many</c>, <c>passkey.taken</c>, <c>passkey.refused</c> where no one unlocked it.</returns>
    public async Task<Result<Done>> AddAsync(Caller caller, UserPasskeyInfo passkey, string name, CancellationToken cancellationToken)
    {
        var begun = await BeginAsync(caller, cancellationToken);
        if (begun.Failure is { } failure)
        {
            return failure;
        }

        if (!passkey.IsUserVerified)
        {
            return Refused;
        }

        var userId = begun.Value.Id;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Set<IdentityUserPasskey<Guid>>().AnyAsync(k => k.CredentialId == passkey.CredentialId, cancellationToken))
        {
            return Taken;
        }

        var called = Text.Cut(string.IsNullOrWhiteSpace(name) ? FirstName : name.Trim(), NameMaxLength)!;
        return await db.WriteAsync(
            async ct =>
            {
                Keep(db, userId, passkey, called);
                audit.Add(db, caller, "passkey.added", new AuditTarget("user", userId.ToString(), caller.DisplayName), after: new { name = called });
                await db.SaveChangesAsync(ct);
                return Result<Done>.Success(Done.Value);
            },
            cancellationToken);
    }

    /// <summary>Forgets a passkey. Sessions that passkeys opened end with it, but for the one that asks: a lost device is why keys are removed.</summary>
    /// <param name="id">As in <see cref="PasskeyRow.Id"/>.</param>
    /// <returns>Done; or <c>auth.confirm_password</c>, <c>passkey.not_found</c>, <c>passkey.last</c> where nothing else would open the account.</returns>
    public async Task<Result<Done>> RemoveAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        if (caller is not { UserId: { } userId, SessionId: { } sessionId })
        {
            return NoPerson;
        }

        var now = clock.GetUtcNow();
        if (caller.MustHaveSignedInLately(now) is { } stale)
        {
            return stale;
        }

        if (!Base64Url.IsValid(id))
        {
            return NotFound;
        }

        var credential = Base64Url.DecodeFromChars(id);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var ended = await db.Sessions.Where(s => s.UserId == userId && s.Id != sessionId && s.Proof == SignInProof.Passkey && s.EndedAt == null)
            .Select(s => s.Id).ToListAsync(cancellationToken);
        var refused = await db.WriteAsync(
            async ct =>
            {
                // The person's row first: two windows cannot each remove the passkey that the other leaves.
                await db.Users.Where(u => u.Id == userId).ExecuteUpdateAsync(set => set.SetProperty(u => u.LastSignInAt, u => u.LastSignInAt), ct);
                if (!await OpensOtherwiseAsync(db, userId, credential, ct))
                {
                    return Last;
                }

                if (await Of(db, userId).Where(k => k.CredentialId == credential).ExecuteDeleteAsync(ct) == 0)
                {
                    return NotFound;
                }

                await db.Sessions.Where(s => s.UserId == userId && s.Id != sessionId && s.Proof == SignInProof.Passkey && s.EndedAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), ct);
                audit.Add(db, caller, "passkey.removed", new AuditTarget("user", userId.ToString(), caller.DisplayName));
                await db.SaveChangesAsync(ct);
                return (Failure?)null;
            },
            cancellationToken);
        if (refused is not null)
        {
            return refused;
        }

        ended.ForEach(directory.ForgetSession);
        return Done.Value;
    }

    /// <summary>Lets in whose passkey was verified just now, and keeps its counter, by which a copied key is found out.</summary>
    /// <returns>The person, or <c>passkey.refused</c>, <c>auth.provider_only</c>.</returns>
    public async Task<Result<UserStanding>> SignInAsync(Guid userId, UserPasskeyInfo passkey, SignInOrigin origin, CancellationToken cancellationToken)
    {
        directory.Forget(userId);
        if (!passkey.IsUserVerified || await directory.FindEnabledAsync(userId, cancellationToken) is not { } who)
        {
            return Refused;
        }

        if (who.MustUseProvider)
        {
            return AccessFailures.ProviderOnly;
        }

        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.WriteAsync(
            async ct =>
            {
                if (await SeenAsync(db, userId, passkey, ct) is not { } key
                    || await db.Users.Where(u => u.Id == userId && (u.LockoutEnd == null || u.LockoutEnd <= now))
                        .ExecuteUpdateAsync(set => set.SetProperty(u => u.LastSignInAt, now), ct) == 0)
                {
                    return Refused;
                }

                audit.Add(db, origin.CallerOf(who), "session.signed_in", new AuditTarget("user", userId.ToString(), who.Email), after: new { passkey = key.Data.Name });
                await db.SaveChangesAsync(ct);
                return Result<UserStanding>.Success(who);
            },
            cancellationToken);
    }

    /// <summary>A passkey of the caller's once more, verified just now, so that the session counts as fresh for ten minutes (SECURITY S5).</summary>
    /// <param name="userId">Whose passkey was shown.</param>
    /// <returns>Done, or <c>passkey.refused</c>.</returns>
    public async Task<Result<Done>> ConfirmAsync(Caller caller, Guid userId, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        if (caller.SessionId is not { } sessionId)
        {
            return NoPerson;
        }

        if (caller.UserId != userId || !passkey.IsUserVerified)
        {
            return Refused;
        }

        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var confirmed = await db.WriteAsync(
            async ct =>
            {
                if (await SeenAsync(db, userId, passkey, ct) is not { } key
                    || !await db.Users.AnyAsync(u => u.Id == userId && u.DisabledAt == null && (u.LockoutEnd == null || u.LockoutEnd <= now), ct))
                {
                    return false;
                }

                await SessionService.ConfirmAsync(db, audit, caller, now, new { passkey = key.Data.Name }, ct);
                return true;
            },
            cancellationToken);
        directory.ForgetSession(sessionId);
        return confirmed ? Done.Value : Refused;
    }

    /// <summary>Puts a verified passkey beside its account, inside the caller's write transaction.</summary>
    internal static void Keep(IntegrationsDbContext db, Guid userId, UserPasskeyInfo passkey, string name = FirstName) =>
        db.Add(new IdentityUserPasskey<Guid> { UserId = userId, CredentialId = passkey.CredentialId, Data = Data(passkey, name) });

    /// <summary>Takes all passkeys of a person away, inside the caller's write transaction.</summary>
    internal static Task RemoveAllAsync(IntegrationsDbContext db, Guid userId, CancellationToken cancellationToken) => Of(db, userId).ExecuteDeleteAsync(cancellationToken);

    private static IQueryable<IdentityUserPasskey<Guid>> Of(IntegrationsDbContext db, Guid userId) => db.Set<IdentityUserPasskey<Guid>>().Where(k => k.UserId == userId);

    /// <summary>The passkey as it is kept, with the counter that it showed, by which a copied key is found out; null where it is not this person's.</summary>
    private static async Task<IdentityUserPasskey<Guid>?> SeenAsync(IntegrationsDbContext db, Guid userId, UserPasskeyInfo shown, CancellationToken cancellationToken)
    {
        var key = await Of(db, userId).SingleOrDefaultAsync(k => k.CredentialId == shown.CredentialId, cancellationToken);
        if (key is not null)
        {
            (key.Data.SignCount, key.Data.IsBackedUp) = (shown.SignCount, shown.IsBackedUp);
        }

        return key;
    }

    private static async Task<bool> OpensOtherwiseAsync(IntegrationsDbContext db, Guid userId, byte[] without, CancellationToken cancellationToken) =>
        await db.Users.AnyAsync(u => u.Id == userId && u.PasswordHash != null, cancellationToken)
        || await db.UserLogins.AnyAsync(l => l.UserId == userId, cancellationToken)
        || await Of(db, userId).AnyAsync(k => k.CredentialId != without, cancellationToken);

    private static IdentityPasskeyData Data(UserPasskeyInfo passkey, string name) => new()
    {
        Name = name,
        PublicKey = passkey.PublicKey,
        CreatedAt = passkey.CreatedAt,
        SignCount = passkey.SignCount,
        Transports = passkey.Transports,
        IsUserVerified = passkey.IsUserVerified,
        IsBackupEligible = passkey.IsBackupEligible,
        IsBackedUp = passkey.IsBackedUp,
        AttestationObject = passkey.AttestationObject,
        ClientDataJson = passkey.ClientDataJson,
    };
}
