using Integrations.Core.Activity;
using Integrations.Core.Identity.Accounts;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Text = Integrations.Primitives.Text;

namespace Integrations.Core.Identity.Entra;

/// <summary>
/// Microsoft accounts that people linked to theirs. An address that is alike links nothing: only the person, signed in, does
/// (https://learn.microsoft.com/entra/identity-platform/claims-validation: addresses are no identities).
/// </summary>
public sealed class MicrosoftAccounts(IDbContextFactory<IntegrationsDbContext> contexts, UserDirectory directory, AuditLog audit, TimeProvider clock)
{
    private const string Provider = "Microsoft";
    private const int NameMaxLength = 200;

    private static readonly Failure NoPerson = Failure.Forbidden("An account at Microsoft is linked in the browser, by the person who signed in.");
    private static readonly Failure Taken = Failure.Conflict("microsoft.taken", "This Microsoft account is linked to another account here.");
    private static readonly Failure NotLinked = Failure.NotFound("microsoft.not_linked", "No Microsoft account is linked to yours.");
    private static readonly Failure Unknown = new(
        FailureKind.Unauthenticated, "microsoft.unknown", "This Microsoft account opens no account here. Sign in with your password once, and link it on your account page.");

    /// <summary>Whether the caller has a Microsoft account linked, and which.</summary>
    /// <returns>Its standing, or <c>permission_denied</c> for tokens and jobs: it is asked in the browser, by the person.</returns>
    public async Task<Result<MicrosoftStanding>> GetAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (caller is not { UserId: { } userId, SessionId: not null })
        {
            return NoPerson;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return new MicrosoftStanding(await Of(db, userId).OrderBy(l => l.ProviderKey).Select(l => l.ProviderDisplayName).FirstOrDefaultAsync(cancellationToken));
    }

    /// <summary>Whether the caller may link or unlink one now; asked before they are sent to Microsoft.</summary>
    /// <returns>Done, or <c>auth.confirm_password</c>.</returns>
    public Result<Done> Begin(Caller caller) =>
        caller is not { UserId: not null, SessionId: not null } ? NoPerson
        : caller.MustHaveSignedInLately(clock.GetUtcNow()) is { } stale ? stale
        : Done.Value;

    /// <summary>Links it, in place of the one that was, whose sessions end.</summary>
    /// <returns>Done, or <c>auth.confirm_password</c>, <c>microsoft.taken</c>.</returns>
    public async Task<Result<Done>> LinkAsync(Caller caller, MicrosoftIdentity identity, CancellationToken cancellationToken)
    {
        if (Begin(caller).Failure is { } refused)
        {
            return refused;
        }

        var (userId, key) = (caller.UserId!.Value, identity.Key);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var ended = new List<Guid>();
        var linked = await db.WriteAsync(
            async ct =>
            {
                if (await db.UserLogins.AnyAsync(l => l.LoginProvider == Provider && l.ProviderKey == key && l.UserId != userId, ct))
                {
                    return Taken;
                }

                if (await Of(db, userId).Where(l => l.ProviderKey != key).AnyAsync(ct))
                {
                    ended = await EndSessionsAsync(db, caller, ct);
                }

                await Of(db, userId).ExecuteDeleteAsync(ct);
                db.UserLogins.Add(new IdentityUserLogin<Guid> { UserId = userId, LoginProvider = Provider, ProviderKey = key, ProviderDisplayName = Text.Cut(identity.Name, NameMaxLength) });
                audit.Add(db, caller, "microsoft.linked", Target(caller), after: new { account = identity.Name });
                await db.SaveChangesAsync(ct);
                return Result<Done>.Success(Done.Value);
            },
            cancellationToken);
        ended.ForEach(directory.ForgetSession);
        return linked;
    }

    /// <summary>
    /// Unlinks it. Sessions that it opened end with it, but for the one that asks: an account in other hands is why it is unlinked.
    /// </summary>
    /// <returns>Done, or <c>auth.confirm_password</c>, <c>microsoft.not_linked</c>.</returns>
    public async Task<Result<Done>> UnlinkAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (Begin(caller).Failure is { } refused)
        {
            return refused;
        }

        var userId = caller.UserId!.Value;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var ended = new List<Guid>();
        var unlinked = await db.WriteAsync(
            async ct =>
            {
                if (await Of(db, userId).ExecuteDeleteAsync(ct) == 0)
                {
                    return NotLinked;
                }

                ended = await EndSessionsAsync(db, caller, ct);
                audit.Add(db, caller, "microsoft.unlinked", Target(caller), after: new { sessions = ended.Count });
                await db.SaveChangesAsync(ct);
                return Result<Done>.Success(Done.Value);
            },
            cancellationToken);
        ended.ForEach(directory.ForgetSession);
        return unlinked;
    }

    /// <summary>
    /// Lets in whose Microsoft account is linked. Microsoft's word stands for the password: who has a second factor here gives
    /// its code too, for what Microsoft asked of them is not told.
    /// </summary>
    /// <returns>The person and whether a code is wanted, or <c>microsoft.unknown</c>, <c>auth.provider_only</c>.</returns>
    public async Task<Result<PasswordAnswer>> SignInAsync(MicrosoftIdentity identity, SignInOrigin origin, CancellationToken cancellationToken)
    {
        var (now, key) = (clock.GetUtcNow(), identity.Key);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var user = await (
            from login in db.UserLogins.AsNoTracking()
            join person in db.Users.AsNoTracking() on login.UserId equals person.Id
            where login.LoginProvider == Provider && login.ProviderKey == key
            select new { person.Id, person.TwoFactorEnabled, person.LockoutEnd }).SingleOrDefaultAsync(cancellationToken);
        if (user is null || user.LockoutEnd > now)
        {
            return Unknown;
        }

        directory.Forget(user.Id);
        if (await directory.FindEnabledAsync(user.Id, cancellationToken) is not { } who)
        {
            return Unknown;
        }

        if (who.MustUseProvider)
        {
            return AccessFailures.ProviderOnly;
        }

        if (user.TwoFactorEnabled)
        {
            return new PasswordAnswer(who, NeedsCode: true);
        }

        await db.WriteAsync(
            async ct =>
            {
                await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.LastSignInAt, now), ct);
                var caller = origin.CallerOf(who);
                audit.Add(db, caller, "session.signed_in", Target(caller), after: new { microsoft = identity.Name });
                return await db.SaveChangesAsync(ct);
            },
            cancellationToken);
        return new PasswordAnswer(who, NeedsCode: false);
    }

    private static IQueryable<IdentityUserLogin<Guid>> Of(IntegrationsDbContext db, Guid userId) =>
        db.UserLogins.Where(l => l.UserId == userId && l.LoginProvider == Provider);

    // With a code after it, a session does not say whether a password or Microsoft came before: those end too.
    private async Task<List<Guid>> EndSessionsAsync(IntegrationsDbContext db, Caller caller, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var opened = db.Sessions.Where(s => s.UserId == caller.UserId && s.Id != caller.SessionId && s.EndedAt == null
            && (s.Proof == SignInProof.Microsoft || s.Proof == SignInProof.PasswordAndCode));
        var ids = await opened.Select(s => s.Id).ToListAsync(cancellationToken);
        await opened.ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), cancellationToken);
        return ids;
    }

    private static AuditTarget Target(Caller caller) => new("user", caller.UserId.ToString(), caller.DisplayName);
}
