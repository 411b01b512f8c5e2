using Integrations.Core.Storage.KeyRing;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Core.Identity.OpenId;

internal static class OpenIdRegistration
{
    /// <summary>Organizations that sign in with a provider of their own.</summary>
    public static IServiceCollection AddOrganizationSignIn(this IServiceCollection services) => services
        .AddReencrypted<OrganizationSignIn>(
            OrganizationSignInService.VaultKind, OrganizationSignInService.VaultField, nameof(OrganizationSignIn.OrganizationId), nameof(OrganizationSignIn.ClientSecretCiphertext),
            db => db.OrganizationSignIns.Select(s => new ProtectedRow<Guid> { Id = s.OrganizationId, OrganizationId = s.OrganizationId, Ciphertext = s.ClientSecretCiphertext }))
        .AddSingleton<OrganizationSignInService>()
        .AddSingleton<OpenIdProviders>()
        .AddSingleton<OpenIdAccounts>();
}
