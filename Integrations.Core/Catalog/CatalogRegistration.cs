using Integrations.Connectors;
using Integrations.Core.Catalog.Files;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Integrations.Core.Catalog;

/// <summary>Registers the catalog.</summary>
public static class CatalogRegistration
{
    /// <summary>What can be connected, what a super admin says of it, and providers that are files.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="contentRoot">The operator's folder of provider files may be relative to it.</param>
    public static IServiceCollection AddCatalog(this IServiceCollection services, string contentRoot)
    {
        services.AddOptions<ProvidersOptions>().BindConfiguration(ProvidersOptions.Section);
        services.AddReencrypted<Provider>("provider", "client_secret", nameof(Provider.Id), nameof(Provider.OAuthClientSecretCiphertext),
            db => db.Providers.Select(p => new ProtectedRow<Guid> { Id = p.Id, Ciphertext = p.OAuthClientSecretCiphertext }));
        services.AddSingleton<CatalogCache>();
        services.AddSingleton<CatalogService>();
        services.AddSingleton<OAuthClients>();
        services.AddSingleton<ProviderAdministration>();
        services.AddSingleton<ProviderSeed>();
        services.AddOptions<ProviderFileOptions>().BindConfiguration(ProviderFileOptions.Section);
        services.AddSingleton(provider => new ProviderFolder(provider.GetRequiredService<IOptions<ProviderFileOptions>>(), contentRoot));
        services.AddSingleton(provider => new ProviderFileLoader(
            provider.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>(), provider.GetRequiredService<ConnectorCatalog>(), provider.GetRequiredService<ProviderSeed>(),
            provider.GetRequiredService<ProviderFolder>(), provider.GetRequiredService<ILogger<ProviderFileLoader>>()));
        services.AddSingleton<ProviderFileService>();
        services.AddSingleton<ProviderFileLoop>();
        services.AddHostedService(provider => provider.GetRequiredService<ProviderFileLoop>());
        services.AddSingleton<ProviderTest>();
        return services;
    }
}
