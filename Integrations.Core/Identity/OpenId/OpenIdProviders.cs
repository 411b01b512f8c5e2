using Integrations.Core.Identity.Organizations;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Identity.OpenId;

/// <summary>
/// Which provider a person is sent to. It is asked by strangers, so it answers by domain and by organization, never by whether an address
/// has an account (SECURITY S3).
/// </summary>
public sealed class OpenIdProviders(IDbContextFactory<IntegrationsDbContext> contexts, CredentialVault vault)
{
    /// <summary>Whether any organization signs in with a provider of its own: only then the sign-in page offers it.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await OfWorkingOrganizations(db).AnyAsync(cancellationToken);
    }

    /// <summary>By an organization's id; null where it has none that is on.</summary>
    public async Task<OpenIdChoice?> FindChoiceAsync(Guid organizationId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await OfWorkingOrganizations(db).Where(s => s.OrganizationId == organizationId).Select(s => new OpenIdChoice(s.OrganizationId, s.Name)).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>By the domain of an e-mail address; null where no organization has it.</summary>
    public async Task<OpenIdChoice?> FindChoiceAsync(string? address, CancellationToken cancellationToken)
    {
        if (OpenIdDomains.OfAddress(address) is not { } domain)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await OfWorkingOrganizations(db).Where(s => s.Domains.Any(d => d.Domain == domain)).Select(s => new OpenIdChoice(s.OrganizationId, s.Name)).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Of someone who proved to be a member; null where their organization has none that is on.</summary>
    public async Task<OpenIdChoice?> FindChoiceOfMemberAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await OfWorkingOrganizations(db).Where(s => db.Set<User>().Any(u => u.Id == userId && u.OrganizationId == s.OrganizationId))
            .Select(s => new OpenIdChoice(s.OrganizationId, s.Name)).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>To be used now, on or not; null where there is none, or the key ring cannot open its secret.</summary>
    public async Task<OpenIdProvider?> FindAsync(Guid organizationId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await OfEnabledOrganizations(db).SingleOrDefaultAsync(s => s.OrganizationId == organizationId, cancellationToken);
        return found is not null && vault.Open(OrganizationSignInService.VaultKind, organizationId, organizationId, OrganizationSignInService.VaultField, found.ClientSecretCiphertext) is { } secret
            ? new OpenIdProvider(organizationId, found.Name, found.Issuer, found.ClientId, new Secret(secret), found.IsOn)
            : null;
    }

    /// <summary>The claim that gives roles there; null where none does.</summary>
    public async Task<string?> RoleClaimAsync(Guid organizationId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await OfWorkingOrganizations(db).Where(s => s.OrganizationId == organizationId).Select(s => s.RoleClaim).SingleOrDefaultAsync(cancellationToken);
    }

    private static IQueryable<OrganizationSignIn> OfWorkingOrganizations(IntegrationsDbContext db) => OfEnabledOrganizations(db).Working();

    private static IQueryable<OrganizationSignIn> OfEnabledOrganizations(IntegrationsDbContext db) =>
        db.OrganizationSignIns.AsNoTracking().Where(s => db.Set<Organization>().Any(o => o.Id == s.OrganizationId && o.DisabledAt == null));
}
