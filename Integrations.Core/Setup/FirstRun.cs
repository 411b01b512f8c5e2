using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Integrations.Core.Activity;
using Integrations.Core.Identity.Accounts;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Identity.Passkeys;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Text = Integrations.Primitives.Text;

namespace Integrations.Core.Setup;

/// <summary>
/// Makes the first account of a hub that has none. Only the one-time address leads here: the operator reads it on the console or
/// in an owner-only file, so that no one on the network can be quicker.
/// </summary>
public sealed partial class FirstRun(
    IDbContextFactory<IntegrationsDbContext> contexts, NewAccounts accounts, PasswordWork passwords, SetupLinkFile file, AuditLog audit, TimeProvider clock, ILogger<FirstRun> logger)
{
    /// <summary>The page of the one-time address; the token follows in the query.</summary>
    public const string PagePath = "/setup";

    /// <summary>Wrong tokens after which an address is dead, right token or not.</summary>
    public const int MostGuesses = 100;

    /// <summary>How long an address is good; a renewal writes over it.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private const int TokenBytes = 32;

    private static readonly Failure LinkInvalid = Failure.Invalid(
        "setup.link_invalid",
        "This address is not the newest one, is older than an hour, or was tried too often. Read the newest on the console or in the file beside the database, or make one with the verb setup-link.");

    private static readonly Failure Over = Failure.Conflict("setup.over", "This hub is set up already. Sign in.");

    private static readonly Failure NoProof = Failure.InvalidField("password", "Choose a password, or a passkey that asks who you are.");

    private volatile bool _isOver;

    /// <summary>Whether the database holds no account. Accounts are never deleted, so a no is for good.</summary>
    public async Task<bool> IsNeededAsync(CancellationToken cancellationToken)
    {
        if (_isOver)
        {
            return false;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        _isOver = await db.Users.AnyAsync(cancellationToken);
        return !_isOver;
    }

    /// <summary>Makes a new address in place of the one before; on several nodes the newest of all counts.</summary>
    /// <returns>A path of the hub, beginning with a slash; null when there is an account.</returns>
    public async Task<Secret?> RenewAsync(CancellationToken cancellationToken)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        // Where another node made the row at the same moment, there is one to write over.
        if (await contexts.WriteAgainAsync(most: 2, DatabaseErrors.IsUniqueViolation, db => RenewAsync(db, token, cancellationToken), cancellationToken))
        {
            return new Secret($"{PagePath}?token={token}");
        }

        _isOver = true;
        file.Delete();
        return null;
    }

    /// <summary>Whether a token opens the page. A wrong one is counted.</summary>
    /// <returns>Null when it does; else <c>setup.over</c> or <c>setup.link_invalid</c>.</returns>
    public async Task<Failure?> CheckAsync(string? token, SignInOrigin origin, CancellationToken cancellationToken)
    {
        if (!await IsNeededAsync(cancellationToken))
        {
            return Over;
        }

        if (string.IsNullOrEmpty(token))
        {
            return LinkInvalid;
        }

        var (hash, now) = (Hash(token), clock.GetUtcNow());
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var isRight = await db.WriteAsync(
            async ct =>
            {
                // Counted before it is looked at, so that guesses side by side cannot be more than the bound.
                var open = db.SetupLinks.Where(l => l.Id == SetupLink.OnlyId && l.UsedAt == null && l.ExpiresAt > now);
                if (await open.Where(l => l.Guesses < MostGuesses).ExecuteUpdateAsync(set => set.SetProperty(l => l.Guesses, l => l.Guesses + 1), ct) == 0)
                {
                    return false;
                }

                return await open.Where(l => l.TokenHash == hash).ExecuteUpdateAsync(set => set.SetProperty(l => l.Guesses, l => l.Guesses - 1), ct) == 1;
            },
            cancellationToken);
        if (!isRight)
        {
            LogGuessed(logger, origin.RemoteAddress);
        }

        return isRight ? null : LinkInvalid;
    }

    /// <summary>Uses the address up: makes the super administrator, the organization and its administrator, or nothing.</summary>
    /// <returns>What was made; or <c>setup.over</c>, <c>setup.link_invalid</c>, <c>validation</c>, <c>auth.busy</c>.</returns>
    public async Task<Result<FirstRunResult>> CompleteAsync(string? token, FirstRunRequest wanted, SignInOrigin origin, CancellationToken cancellationToken)
    {
        // Before anything costs something.
        if (await CheckAsync(token, origin, cancellationToken) is { } closed)
        {
            return closed;
        }

        if (Check(wanted) is { } invalid)
        {
            return invalid;
        }

        var now = clock.GetUtcNow();
        var organization = new Organization { Id = Guid.CreateVersion7(now), Name = wanted.Organization.Trim(), Plan = Plans.Free, CreatedAt = now };
        var person = accounts.Make(new NewMember(wanted.Email, wanted.Name, Role.SuperAdmin), wanted.Administrator is null ? organization.Id : null);
        var administrator = wanted.Administrator is { } other ? accounts.Make(other with { Role = Role.TenantAdmin }, organization.Id) : null;
        if (wanted.Password is { } password)
        {
            var hashed = await passwords.HashAsync(person, password.Reveal(), cancellationToken);
            if (!hashed.TryGet(out var passwordHash, out var busy))
            {
                return busy;
            }

            person.PasswordHash = passwordHash;
        }
        else
        {
            person.Id = wanted.Passkey!.UserId;
        }

        (person.EmailConfirmed, person.LastSignInAt) = (true, now);
        if (await MakeAsync(Hash(token!), organization, person, wanted.Passkey?.Passkey, administrator, origin, cancellationToken) is { } refused)
        {
            return refused;
        }

        _isOver = true;
        file.Delete();
        LogSetUp(logger, person.Id, organization.Id);
        return new FirstRunResult(
            await accounts.StandingAsync(person.Id, cancellationToken) ?? throw new InvalidOperationException("The account that was just made is not there."),
            administrator is null ? null : await accounts.InviteAsync(administrator));
    }

    /// <summary>Takes the address out of use, inside the caller's write transaction: an account is being made another way.</summary>
    internal static Task CloseAsync(IntegrationsDbContext db, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.SetupLinks.Where(l => l.Id == SetupLink.OnlyId && l.UsedAt == null).ExecuteUpdateAsync(set => set.SetProperty(l => l.UsedAt, now), cancellationToken);

    private async Task<bool> RenewAsync(IntegrationsDbContext db, string token, CancellationToken cancellationToken)
    {
        var (hash, now) = (Hash(token), clock.GetUtcNow());
        var expires = now + Lifetime;
        return await db.WriteAsync(
            async ct =>
            {
                if (await db.Users.AnyAsync(ct))
                {
                    return false;
                }

                var renewed = await db.SetupLinks.Where(l => l.Id == SetupLink.OnlyId).ExecuteUpdateAsync(
                    set => set.SetProperty(l => l.TokenHash, hash).SetProperty(l => l.CreatedAt, now).SetProperty(l => l.ExpiresAt, expires)
                        .SetProperty(l => l.Guesses, 0).SetProperty(l => l.UsedAt, (DateTimeOffset?)null),
                    ct);
                if (renewed == 0)
                {
                    db.SetupLinks.Add(new SetupLink { TokenHash = hash, CreatedAt = now, ExpiresAt = expires });
                    await db.SaveChangesAsync(ct);
                }

                return true;
            },
            cancellationToken);
    }

    /// <summary>One conditional UPDATE decides between two browsers or two nodes; the accounts are made in its transaction.</summary>
    private async Task<Failure?> MakeAsync(
        string hash, Organization organization, User person, UserPasskeyInfo? passkey, User? administrator, SignInOrigin origin, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var caller = origin.CallerOf(person);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.WriteAsync(
            async ct =>
            {
                var redeemed = await db.SetupLinks.Where(l => l.Id == SetupLink.OnlyId && l.TokenHash == hash && l.UsedAt == null && l.ExpiresAt > now && l.Guesses < MostGuesses)
                    .ExecuteUpdateAsync(set => set.SetProperty(l => l.UsedAt, now), ct);
                if (await db.Users.AnyAsync(ct))
                {
                    return Over;
                }

                if (redeemed == 0)
                {
                    return LinkInvalid;
                }

                db.Organizations.Add(organization);
                db.Users.Add(person);
                if (passkey is not null)
                {
                    PasskeyService.Keep(db, person.Id, passkey);
                }

                if (administrator is not null)
                {
                    db.Users.Add(administrator);
                    audit.Add(db, caller, "member.invited", MemberService.Target(administrator), after: new { role = Roles.Name(administrator.Role) });
                }

                audit.Add(db, caller, "hub.set_up", MemberService.Target(person), after: new { role = Roles.Name(person.Role), by = passkey is null ? "password" : "passkey" });
                audit.Add(
                    db, caller, "organization.created", new AuditTarget("organization", organization.Id.ToString(), organization.Name, organization.Id),
                    after: new { organization.Name, organization.Plan, administrator = (administrator ?? person).Email });
                await db.SaveChangesAsync(ct);
                return null;
            },
            cancellationToken);
    }

    /// <summary>Whether someone may be called so, before the browser is asked for a passkey of theirs.</summary>
    /// <returns>Null, or <c>validation</c>.</returns>
    public static Failure? CheckPerson(string email, string name) =>
        // Super administrators are made here and by the operator only; the rest is asked of every account.
        MemberService.Check(new NewMember(email, name, Role.TenantAdmin));

    private static Failure? Check(FirstRunRequest wanted) =>
        CheckPerson(wanted.Email, wanted.Name)
        ?? CheckProof(wanted)
        ?? Text.CheckName("organization", wanted.Organization, Organization.NameMaxLength)
        ?? (wanted.Administrator is { } other ? CheckOther(other, wanted.Email) : null);

    private static Failure? CheckProof(FirstRunRequest wanted) => wanted switch
    {
        { Password: { } password } => PasswordRules.Check(password.Reveal(), wanted.Email.Trim()),
        { Passkey.Passkey.IsUserVerified: true } => null,
        _ => NoProof,
    };

    private static Failure? CheckOther(NewMember other, string email) =>
        string.Equals(other.Email.Trim(), email.Trim(), StringComparison.OrdinalIgnoreCase)
            ? Failure.InvalidField("administrator.email", "This is your own address. Choose that you administer the organization yourself, or give another person's.")
            : MemberService.Check(other with { Role = Role.TenantAdmin }) is { Fields: { } fields } failure
                ? failure with { Fields = fields.ToDictionary(f => $"administrator.{f.Key}", f => f.Value, StringComparer.Ordinal) }
                : null;

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    [LoggerMessage(4403, LogLevel.Warning, "A wrong set-up address was tried from {RemoteAddress}")]
    private static partial void LogGuessed(ILogger logger, string? remoteAddress);

    [LoggerMessage(4404, LogLevel.Information, "The hub was set up: super administrator {UserId}, organization {OrganizationId}")]
    private static partial void LogSetUp(ILogger logger, Guid userId, Guid organizationId);
}
