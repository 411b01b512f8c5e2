using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;
using Microsoft.Extensions.Options;

namespace Integrations.Core.Catalog;

/// <summary>The hub's own OAuth clients at vendors.</summary>
public sealed class OAuthClients(CatalogCache cache, CredentialVault vault, IOptions<ProvidersOptions> configuration)
{
    /// <summary>The OAuth client in force: the one from the provider's page, else the configuration's; null when there is neither.</summary>
    internal async Task<OAuthClient?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var snapshot = await cache.LoadAsync(cancellationToken);
        if (snapshot.Clients.TryGetValue(key, out var stored)
            && vault.Open("provider", Guid.Empty, stored.ProviderId, "client_secret", stored.Ciphertext) is { } secret)
        {
            return new OAuthClient(stored.ClientId, new Secret(secret));
        }

        return configuration.Value.TryGetValue(key, out var configured) && configured is { ClientId.Length: > 0, ClientSecret.Length: > 0 }
            ? new OAuthClient(configured.ClientId, new Secret(configured.ClientSecret))
            : null;
    }
}
