using System.Security.Cryptography;
using System.Text;
using Integrations.Core.Activity;
using Integrations.Core.Identity.Accounts;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Text = Integrations.Primitives.Text;

namespace Integrations.Core.Identity.OpenId;

/// <summary>
/// Whose account an identity of an organization's provider opens. The provider is the organization's word, so it opens accounts of that
/// organization alone, and never a super administrator's.
/// </summary>
public sealed class OpenIdAccounts(
    IDbContextFactory<IntegrationsDbContext> contexts, UserDirectory directory, MemberService members, ILookupNormalizer normalizer, AuditLog audit, TimeProvider clock)
{
    private const int Attempts = 3;
    private const int SubjectMaxLength = 255;

    /// <summary>
    /// Lets in whose identity is linked; links the account of a verified address in the organization's domains the first time; makes one
    /// where the organization wants that. The provider's sign-in counts as it is: a second factor is its business.
    /// </summary>
    /// <returns>The person, or <c>openid.off</c>, <c>openid.unverified</c>, <c>openid.domain</c>, <c>openid.unknown</c>.</returns>
    public async Task<Result<UserStanding>> SignInAsync(Guid organizationId, OpenIdIdentity identity, SignInOrigin origin, CancellationToken cancellationToken)
    {
        if (identity.Subject.Length is 0 or > SubjectMaxLength)
        {
            return OpenIdFailures.Unknown;
        }

        // Two windows may come for the first time at once: the second one finds what the first one linked.
        var let = await contexts.WriteAgainAsync(
            Attempts, lost => LostRaces.IsStale(lost) || lost.IsUniqueViolation(),
            db => db.WriteAsync(ct => LetInAsync(db, organizationId, identity, origin, ct), cancellationToken), cancellationToken);
        if (!let.TryGet(out var user, out var failure))
        {
            return failure;
        }

        directory.Forget(user.Id);
        return await directory.FindEnabledAsync(user.Id, cancellationToken) is { } who ? who : OpenIdFailures.Unknown;
    }

    /// <summary>Where links of an organization's members to one issuer's identities are kept: of another organization, or issuer, nothing is found there.</summary>
    internal static string LoginProviderOf(Guid organizationId, string issuer) => $"openid:{Digest($"{organizationId:N}\n{issuer}")}";

    private async Task<Result<User>> LetInAsync(IntegrationsDbContext db, Guid organizationId, OpenIdIdentity identity, SignInOrigin origin, CancellationToken cancellationToken)
    {
        // Taking the organization's row first lets one change of its members happen after the other, on PostgreSQL too.
        await db.Organizations.Where(o => o.Id == organizationId).ExecuteUpdateAsync(set => set.SetProperty(o => o.Version, o => o.Version + 1), cancellationToken);
        var settings = await db.OrganizationSignIns.AsNoTracking().Include(s => s.Domains).Working().SingleOrDefaultAsync(s => s.OrganizationId == organizationId, cancellationToken);
        if (settings is null || settings.Issuer != identity.Issuer)
        {
            return OpenIdFailures.Off;
        }

        var found = await FindAsync(db, settings, identity, cancellationToken);
        if (!found.TryGet(out var person, out var failure))
        {
            return failure;
        }

        var (user, isNew) = person;
        if (user.OrganizationId != organizationId || user.Role == Role.SuperAdmin || user.DisabledAt is not null)
        {
            return OpenIdFailures.Unknown;
        }

        var caller = origin.CallerOf(user);
        await LinkAsync(db, settings, identity, user, isNew, caller, cancellationToken);
        await GiveRoleAsync(db, settings, identity, user, isNew, caller, cancellationToken);
        // A lock counts guesses at a password, and none was shown: it keeps no one out here.
        user.LastSignInAt = clock.GetUtcNow();
        audit.Add(db, caller, "session.signed_in", MemberService.Target(user), after: new { provider = settings.Name, subject = identity.Subject });
        await db.SaveChangesAsync(cancellationToken);
        return user;
    }

    /// <summary>By issuer and subject; else by an address that the provider vouches for and the organization calls its own.</summary>
    private async Task<Result<(User User, bool IsNew)>> FindAsync(
        IntegrationsDbContext db, OrganizationSignIn settings, OpenIdIdentity identity, CancellationToken cancellationToken)
    {
        var (provider, key) = (LoginProviderOf(settings.OrganizationId, settings.Issuer), Digest(identity.Subject));
        var linked = await db.Users.SingleOrDefaultAsync(
            u => db.Set<IdentityUserLogin<Guid>>().Any(l => l.LoginProvider == provider && l.ProviderKey == key && l.UserId == u.Id), cancellationToken);
        if (linked is not null)
        {
            return (linked, false);
        }

        if (identity.Address is not { } address || !(identity.IsVerified ?? settings.TrustsAddresses))
        {
            return OpenIdFailures.Unverified;
        }

        if (!settings.Covers(address))
        {
            return OpenIdFailures.OtherDomain;
        }

        var normalized = normalizer.NormalizeEmail(address);
        var known = await db.Users.SingleOrDefaultAsync(u => u.NormalizedEmail == normalized, cancellationToken);
        if (known is not null)
        {
            // An address that went on to another person there does not open the account of the one before.
            return await db.UserLogins.AnyAsync(l => l.UserId == known.Id && l.LoginProvider == provider, cancellationToken) ? OpenIdFailures.Unknown : (known, false);
        }

        var wanted = new NewMember(address, NameOf(identity, address), RoleOf(settings, identity) ?? Role.User);
        return settings.CreatesAccounts && MemberService.Check(wanted) is null ? (members.NewUser(wanted, settings.OrganizationId), true) : OpenIdFailures.Unknown;
    }

    private async Task LinkAsync(
        IntegrationsDbContext db, OrganizationSignIn settings, OpenIdIdentity identity, User user, bool isNew, Caller caller, CancellationToken cancellationToken)
    {
        var (provider, key) = (LoginProviderOf(settings.OrganizationId, settings.Issuer), Digest(identity.Subject));
        if (!isNew && await db.UserLogins.AnyAsync(l => l.LoginProvider == provider && l.ProviderKey == key, cancellationToken))
        {
            return;
        }

        if (isNew)
        {
            db.Users.Add(user);
            audit.Add(db, caller, "member.made_by_provider", MemberService.Target(user), after: new { role = Roles.Name(user.Role), provider = settings.Name });
        }

        user.EmailConfirmed = true;
        db.UserLogins.Add(new IdentityUserLogin<Guid> { UserId = user.Id, LoginProvider = provider, ProviderKey = key, ProviderDisplayName = settings.Name });
        audit.Add(db, caller, "member.provider_linked", MemberService.Target(user), after: new { provider = settings.Name, issuer = settings.Issuer, subject = identity.Subject });
    }

    /// <summary>As at a change by an administrator: it holds at once, and sessions under the former role end.</summary>
    private async Task GiveRoleAsync(
        IntegrationsDbContext db, OrganizationSignIn settings, OpenIdIdentity identity, User user, bool isNew, Caller caller, CancellationToken cancellationToken)
    {
        if (isNew || RoleOf(settings, identity) is not { } role || role == user.Role)
        {
            return;
        }

        // Else no one would be left to put the claim right.
        if (user.Role == Role.TenantAdmin && (user.Id == settings.OwnerId || !await db.Users.AnyAsync(
            u => u.OrganizationId == settings.OrganizationId && u.Id != user.Id && u.Role != Role.User && u.DisabledAt == null, cancellationToken)))
        {
            return;
        }

        var (before, now) = (Roles.Name(user.Role), clock.GetUtcNow());
        (user.Role, user.SecurityStamp) = (role, MemberService.NewStamp());
        await db.Sessions.Where(s => s.UserId == user.Id && s.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), cancellationToken);
        audit.Add(db, caller, "member.role_changed", MemberService.Target(user), new { role = before }, new { role = Roles.Name(role), claim = settings.RoleClaim });
    }

    /// <summary>Null where the organization gives roles by hand. A claim never makes a super administrator (SECURITY A10).</summary>
    private static Role? RoleOf(OrganizationSignIn settings, OpenIdIdentity identity) =>
        settings.RoleClaim is null ? null
        : identity.RoleValues.Any(value => settings.AdministratorValueList.Contains(value, StringComparer.Ordinal)) ? Role.TenantAdmin
        : Role.User;

    private static string NameOf(OpenIdIdentity identity, string address) =>
        Text.Cut(identity.Name is { } name && Text.CheckName("name", Text.WithoutInvisible(name), int.MaxValue) is null ? Text.WithoutInvisible(name).Trim() : address[..address.LastIndexOf('@')], User.DisplayNameMaxLength)!;

    private static string Digest(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
