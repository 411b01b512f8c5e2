using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Integrations.Connectors.Manifest;
using Integrations.Core.Catalog;
using Integrations.Primitives;

namespace Integrations.Core.Connections.OAuth;

/// <summary>Providers that people can sign in at, and the addresses that they are sent to for it.</summary>
public sealed class OAuthProviders(CatalogService catalog, OAuthClients clients, OAuthTokens tokens, PublicOrigin origin)
{
    /// <summary>Where vendors send browsers back to.</summary>
    public string Callback => origin.Url(OAuthFlow.CallbackPath);

    /// <returns>The provider, or <c>oauth.not_offered</c>, <c>oauth.client_missing</c>.</returns>
    internal async Task<Result<OAuthProvider>> FindAsync(string providerKey, CancellationToken cancellationToken) =>
        await catalog.FindAsync(providerKey, cancellationToken) is not { Connector: { } entry } || entry.Manifest.Method(AuthKinds.OAuth2)?.OAuth is not { } manifest ? OAuthFailures.NotOffered(providerKey)
        : await clients.FindAsync(providerKey, cancellationToken) is not { } client ? OAuthFailures.NoClient(entry.Manifest.DisplayName)
        : new OAuthProvider(entry, manifest, client);

    /// <summary>What would refuse a flow of this provider, no matter who starts it; null when nothing would.</summary>
    internal async Task<Failure?> CheckAsync(CatalogEntry provider, CancellationToken cancellationToken) =>
        provider.Connector?.Manifest.Method(AuthKinds.OAuth2)?.OAuth is null ? OAuthFailures.NotOffered(provider.DisplayName)
        : await clients.FindAsync(provider.Key, cancellationToken) is null ? OAuthFailures.NoClient(provider.DisplayName)
        : null;

    /// <summary>The vendor's consent page, as RFC 6749 section 4.1.1 and RFC 7636 section 4.3 want to be asked.</summary>
    /// <param name="scopes">What is asked for: the manifest's, or those of them that are needed.</param>
    /// <param name="verifier">Of PKCE; null where the vendor has none.</param>
    internal string AuthorizationUrl(OAuthProvider provider, IReadOnlyList<OAuthScope> scopes, string redirectUri, string state, string? verifier)
    {
        var manifest = provider.Manifest;
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["response_type"] = "code",
            ["client_id"] = provider.Client.ClientId,
            ["redirect_uri"] = redirectUri,
            ["state"] = state,
        };
        if (scopes.Count > 0)
        {
            // Elsewhere the vendor keeps them with the registered client, and asks for none here.
            parameters[manifest.ScopeParameter] = string.Join(manifest.ScopeSeparator, scopes.Select(s => s.Name));
        }

        if (verifier is not null)
        {
            parameters["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
            parameters["code_challenge_method"] = "S256";
        }

        foreach (var (name, value) in manifest.AuthorizationParameters)
        {
            parameters[name] = value;
        }

        var address = new UriBuilder(tokens.Endpoints(provider.Entry.Manifest.Key, manifest).Authorization);
        var query = string.Join('&', parameters.Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}"));
        address.Query = address.Query.Length > 1 ? $"{address.Query[1..]}&{query}" : query;
        // Not ToString, which shows blanks as blanks.
        return address.Uri.AbsoluteUri;
    }
}
