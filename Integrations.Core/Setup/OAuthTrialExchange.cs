using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Manifest;
using Integrations.Core.Connections.OAuth;
using Text = Integrations.Primitives.Text;

namespace Integrations.Core.Setup;

/// <summary>What comes back from a vendor in a trial: the code is exchanged, and the token thrown away.</summary>
public sealed class OAuthTrialExchange(OAuthProviders providers, OAuthTokens tokens)
{
    private const int MostWords = 300;

    /// <returns>Whether the client works, and what the checklist says.</returns>
    internal async Task<(bool IsGood, string Said)> RunAsync(string provider, FlowCallback callback, string? verifier, CancellationToken cancellationToken)
    {
        if (!(await providers.FindAsync(provider, cancellationToken)).TryGet(out var found, out var refused))
        {
            return (false, refused.Message);
        }

        var (entry, manifest, _) = found;
        var vendor = entry.Manifest.DisplayName;
        if (callback.Error is { Length: > 0 } error)
        {
            return (false, $"{vendor} said: {Words(callback.ErrorDescription is { Length: > 0 } description ? $"{error}: {description}" : error)}");
        }

        if (manifest.Issuer is { } issuer && !string.Equals(callback.Issuer, issuer, StringComparison.Ordinal))
        {
            return (false, OAuthFailures.IssuerMismatch(vendor).Message);
        }

        if (callback.Code is not { Length: > 0 and <= 4_000 } code)
        {
            return (false, $"{vendor} sent the browser back without a code.");
        }

        var exchanged = await tokens.ExchangeAsync(provider, code, providers.Callback, verifier, cancellationToken);
        if (!exchanged.TryGet(out var grant, out var failure))
        {
            return (false, failure.Message);
        }

        await ForgetAsync(entry, manifest, grant, cancellationToken);
        var missing = grant.Scopes is { } granted
            ? manifest.Scopes.Where(s => !s.Optional && !granted.Contains(s.Name, StringComparer.OrdinalIgnoreCase)).Select(s => s.Label).ToList()
            : [];
        return missing.Count == 0
            ? (true, $"{vendor} asked for consent, sent the browser back and gave a token, which was thrown away.")
            : (false, $"The client works, but {vendor} did not grant: {string.Join(", ", missing)}. Allow these scopes in the client's settings at {vendor}, or tick them at the consent.");
    }

    /// <summary>Where one token stands for all that the account gave to the hub, revoking it would end connections that people use.</summary>
    private async Task ForgetAsync(ConnectorEntry entry, OAuthManifest manifest, TokenGrant grant, CancellationToken cancellationToken)
    {
        if (manifest.Revocation is null or { EndsGrant: true })
        {
            return;
        }

        var credential = new Dictionary<string, string>(StringComparer.Ordinal) { [VendorCredential.AccessToken] = grant.AccessToken.Reveal() };
        if (grant.RefreshToken is { } refresh)
        {
            credential[VendorCredential.RefreshToken] = refresh.Reveal();
        }

        // It is kept nowhere, so that one that is not revoked ends by itself.
        await tokens.RevokeAsync(entry.Manifest.Key, Guid.Empty, credential, cancellationToken);
    }

    private static string Words(string said) => Text.Cut(string.Concat(said.Select(c => char.IsControl(c) ? ' ' : c)), MostWords);
}
