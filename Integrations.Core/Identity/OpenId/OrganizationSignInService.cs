using Integrations.Connectors.Http;
using Integrations.Core.Activity;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Identity.OpenId;

/// <summary>An organization's own OpenID provider, as its administrators set it; in the browser and freshly signed in (SECURITY S5).</summary>
public sealed class OrganizationSignInService(
    IDbContextFactory<IntegrationsDbContext> contexts, CredentialVault vault, EgressPolicy policy, UserDirectory directory, AuditLog audit, TimeProvider clock)
{
    internal const string VaultKind = "organization_sign_in";
    internal const string VaultField = "client_secret";

    private static readonly Failure InBrowserOnly = Failure.Forbidden("Signing in with an organization's provider is set in the browser, by an administrator who signed in.");

    /// <summary>What is set, who could stay able to use a password, and how many members enforcing it would lock out.</summary>
    /// <returns>The view, or <c>permission_denied</c>.</returns>
    public async Task<Result<OrganizationSignInView>> GetAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ChangeOrganizationSignIn) is { } forbidden)
        {
            return forbidden;
        }

        var organizationId = caller.OrganizationId!.Value;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var signIn = await db.OrganizationSignIns.AsNoTracking().Include(s => s.Domains).VisibleTo(caller).SingleOrDefaultAsync(cancellationToken);
        var owners = await Owners(db, organizationId).OrderBy(u => u.DisplayName).ThenBy(u => u.Id)
            .Select(u => new OrganizationSignInOwner(u.Id, u.Email ?? "", u.DisplayName)).ToListAsync(cancellationToken);
        return new OrganizationSignInView(
            organizationId, signIn, signIn is null ? [] : [.. signIn.Domains.Select(d => d.Domain).Order(StringComparer.Ordinal)], owners,
            signIn is null ? 0 : await OutsideAsync(db, signIn, cancellationToken));
    }

    /// <summary>Saves all of it. Turning it off, or another issuer or client, ends the sessions that the former one opened.</summary>
    /// <returns>Done, or <c>permission_denied</c>, <c>auth.confirm_password</c>, <c>validation</c>, <c>openid.settings_changed</c>.</returns>
    public async Task<Result<Done>> SaveAsync(Caller caller, OrganizationSignInSettings wanted, int expectedVersion, CancellationToken cancellationToken)
    {
        if (Check(caller) is { } refused)
        {
            return refused;
        }

        var domains = OrganizationSignInChecks.Domains(wanted.Domains);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var signIn = await db.OrganizationSignIns.Include(s => s.Domains).VisibleTo(caller).SingleOrDefaultAsync(cancellationToken);
        if ((signIn?.Version ?? 0) != expectedVersion)
        {
            return OpenIdFailures.Changed;
        }

        // A stored secret goes to no other issuer than the one that it was entered for (SECURITY T10).
        if ((OrganizationSignInChecks.Refuse(wanted, hasSecret: signIn?.Issuer == wanted.Issuer.Trim(), domains, policy)
            ?? await RefuseOthersAsync(db, caller, wanted, [.. domains.OfType<string>()], cancellationToken)) is { } invalid)
        {
            return invalid;
        }

        var before = Summary(signIn);
        var endsSessions = signIn is { IsOn: true } && (!wanted.IsOn || signIn.Issuer != wanted.Issuer.Trim() || signIn.ClientId != wanted.ClientId.Trim());
        signIn ??= New(db, caller.OrganizationId!.Value);
        Apply(signIn, wanted, [.. domains.OfType<string>()]);
        // The version grows when only its domains change, too.
        if (db.Entry(signIn).State == EntityState.Unchanged)
        {
            db.Entry(signIn).State = EntityState.Modified;
        }

        audit.Add(db, caller, "organization.sign_in_changed", Target(caller.OrganizationId!.Value, signIn), before, Summary(signIn));
        return await SaveAsync(db, caller, endsSessions, cancellationToken);
    }

    /// <summary>Forgets the provider; sessions that it opened end, but for the one that asks. Identities that were linked stay, for the day on which it comes back.</summary>
    /// <returns>Done, or <c>permission_denied</c>, <c>auth.confirm_password</c>, <c>openid.settings_changed</c>.</returns>
    public async Task<Result<Done>> RemoveAsync(Caller caller, int expectedVersion, CancellationToken cancellationToken)
    {
        if (Check(caller) is { } refused)
        {
            return refused;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var signIn = await db.OrganizationSignIns.Include(s => s.Domains).VisibleTo(caller).SingleOrDefaultAsync(cancellationToken);
        if (signIn is null || signIn.Version != expectedVersion)
        {
            return OpenIdFailures.Changed;
        }

        db.OrganizationSignIns.Remove(signIn);
        audit.Add(db, caller, "organization.sign_in_removed", Target(signIn.OrganizationId, signIn), Summary(signIn));
        return await SaveAsync(db, caller, endsSessions: true, cancellationToken);
    }

    /// <summary>For the operator at the machine itself, when a provider fails and its organization's owner cannot come in. No page and no route leads here.</summary>
    /// <returns>Done, or <c>organization.not_found</c>, <c>openid.off</c> where nothing is enforced.</returns>
    public async Task<Result<Done>> StopEnforcingAsync(string organization, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Organizations.AsNoTracking().Where(o => o.Name == organization).Select(o => (Guid?)o.Id).SingleOrDefaultAsync(cancellationToken) is not { } organizationId)
        {
            return AccessFailures.OrganizationNotFound;
        }

        var signIn = await db.OrganizationSignIns.SingleOrDefaultAsync(s => s.OrganizationId == organizationId && s.IsEnforced, cancellationToken);
        if (signIn is null)
        {
            return OpenIdFailures.Off;
        }

        signIn.IsEnforced = false;
        var operatorOfTheHub = new Caller(null, organizationId, Role.User) { DisplayName = "operator of the hub" };
        audit.Add(db, operatorOfTheHub, "organization.sign_in_changed", Target(organizationId, signIn), new { isEnforced = true }, new { isEnforced = false });
        return await SaveAsync(db, operatorOfTheHub, endsSessions: false, cancellationToken);
    }

    private Failure? Check(Caller caller) =>
        caller.Must(KnownPermissions.ChangeOrganizationSignIn) ?? (caller.SessionId is null ? InBrowserOnly : null) ?? caller.MustHaveSignedInLately(clock.GetUtcNow());

    private async Task<Failure?> RefuseOthersAsync(
        IntegrationsDbContext db, Caller caller, OrganizationSignInSettings wanted, string[] domains, CancellationToken cancellationToken)
    {
        var organizationId = caller.OrganizationId!.Value;
        foreach (var domain in domains)
        {
            // The people of a domain are led to its provider, so a domain in which others have members is not given away.
            var ending = "@" + domain.ToUpperInvariant();
            if (await db.Set<OrganizationSignInDomain>().AnyAsync(d => d.Domain == domain && d.OrganizationId != organizationId, cancellationToken)
                || await db.Users.AnyAsync(u => u.OrganizationId != null && u.OrganizationId != organizationId && u.NormalizedEmail!.EndsWith(ending), cancellationToken))
            {
                return OpenIdFailures.DomainTaken;
            }
        }

        return wanted is { IsEnforced: true, OwnerId: { } owner } && !await Owners(db, organizationId).AnyAsync(u => u.Id == owner, cancellationToken)
            ? Failure.InvalidField("ownerId", "Name an administrator of the organization who has a password or a passkey.")
            : null;
    }

    // Roles by claim leave this one as they are, so it has to be an administrator now and able to come in without the provider.
    private static IQueryable<User> Owners(IntegrationsDbContext db, Guid organizationId) => db.Users.AsNoTracking().Where(u =>
        u.OrganizationId == organizationId && u.Role == Role.TenantAdmin && u.DisabledAt == null
        && (u.PasswordHash != null || db.Set<IdentityUserPasskey<Guid>>().Any(k => k.UserId == u.Id)));

    private static async Task<int> OutsideAsync(IntegrationsDbContext db, OrganizationSignIn signIn, CancellationToken cancellationToken)
    {
        var provider = OpenIdAccounts.LoginProviderOf(signIn.OrganizationId, signIn.Issuer);
        var addresses = await db.Users.AsNoTracking()
            .Where(u => u.OrganizationId == signIn.OrganizationId && u.DisabledAt == null && u.Role != Role.SuperAdmin && u.Id != signIn.OwnerId
                && !db.Set<IdentityUserLogin<Guid>>().Any(l => l.UserId == u.Id && l.LoginProvider == provider))
            .Select(u => u.Email ?? "").ToListAsync(cancellationToken);
        return addresses.Count(address => !signIn.Covers(address));
    }

    private static OrganizationSignIn New(IntegrationsDbContext db, Guid organizationId)
    {
        var made = new OrganizationSignIn { OrganizationId = organizationId, Name = "", Issuer = "", ClientId = "", ClientSecretCiphertext = "" };
        db.OrganizationSignIns.Add(made);
        return made;
    }

    private void Apply(OrganizationSignIn signIn, OrganizationSignInSettings wanted, string[] domains)
    {
        (signIn.Name, signIn.Issuer, signIn.ClientId) = (wanted.Name.Trim(), wanted.Issuer.Trim(), wanted.ClientId.Trim());
        (signIn.IsOn, signIn.IsEnforced, signIn.OwnerId) = (wanted.IsOn, wanted.IsEnforced, wanted.IsEnforced ? wanted.OwnerId : null);
        (signIn.CreatesAccounts, signIn.TrustsAddresses) = (wanted.CreatesAccounts, wanted.TrustsAddresses);
        signIn.RoleClaim = string.IsNullOrWhiteSpace(wanted.RoleClaim) ? null : wanted.RoleClaim.Trim();
        signIn.AdministratorValues = signIn.RoleClaim is null ? null : string.Join('\n', OrganizationSignInChecks.Lines(wanted.AdministratorValues));
        if (!string.IsNullOrWhiteSpace(wanted.ClientSecret))
        {
            signIn.ClientSecretCiphertext = vault.Protect(VaultKind, signIn.OrganizationId, signIn.OrganizationId, VaultField, wanted.ClientSecret.Trim());
        }

        signIn.Domains.RemoveAll(d => !domains.Contains(d.Domain, StringComparer.Ordinal));
        signIn.Domains.AddRange(domains.Where(domain => signIn.Domains.All(d => d.Domain != domain)).Select(domain => new OrganizationSignInDomain { Domain = domain, OrganizationId = signIn.OrganizationId }));
    }

    private async Task<Result<Done>> SaveAsync(IntegrationsDbContext db, Caller caller, bool endsSessions, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        List<Guid> ended = [];
        try
        {
            await db.WriteAsync(
                async ct =>
                {
                    if (endsSessions)
                    {
                        var opened = db.Sessions.Where(s => s.Id != caller.SessionId && s.EndedAt == null && s.Proof == SignInProof.Organization
                            && db.Set<User>().Any(u => u.Id == s.UserId && u.OrganizationId == caller.OrganizationId));
                        ended = await opened.Select(s => s.Id).ToListAsync(ct);
                        await opened.ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), ct);
                    }

                    return await db.SaveChangesAsync(ct);
                },
                cancellationToken);
        }
        catch (DbUpdateException lost) when (LostRaces.IsStale(lost))
        {
            return OpenIdFailures.Changed;
        }
        catch (DbUpdateException taken) when (taken.IsUniqueViolation())
        {
            return OpenIdFailures.DomainTaken;
        }

        ended.ForEach(directory.ForgetSession);
        directory.ForgetOrganization(caller.OrganizationId!.Value);
        return Done.Value;
    }

    private static AuditTarget Target(Guid organizationId, OrganizationSignIn signIn) => new("organization_sign_in", organizationId.ToString(), signIn.Name, organizationId);

    private static object? Summary(OrganizationSignIn? signIn) => signIn is null ? null : new
    {
        signIn.Name,
        signIn.Issuer,
        signIn.ClientId,
        signIn.IsOn,
        signIn.IsEnforced,
        signIn.OwnerId,
        signIn.CreatesAccounts,
        signIn.TrustsAddresses,
        signIn.RoleClaim,
        signIn.AdministratorValues,
        domains = signIn.Domains.Select(d => d.Domain).Order(StringComparer.Ordinal).ToArray(),
    };
}
