using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Manifest;
using Integrations.Core.Activity;
using Integrations.Core.Catalog;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;

namespace Integrations.Core.Connections.OAuth;

/// <summary>What comes back from a vendor, made into a stored connection: issuer, consent, code, scopes and account are looked at in this order.</summary>
public sealed class OAuthExchange(CatalogService catalog, OAuthTokens tokens, CredentialCheck check, ConnectionStore store, CredentialVault vault, AuditLog audit, TimeProvider clock)
{
    internal async Task<Result<Connection>> RunAsync(IntegrationsDbContext db, Caller caller, OAuthState state, FlowCallback callback, CancellationToken cancellationToken)
    {
        if (await catalog.FindAsync(state.ProviderKey, cancellationToken) is not { Connector: { } entry } provider || entry.Manifest.Method(AuthKinds.OAuth2) is not { OAuth: { } manifest } method)
        {
            return OAuthFailures.NotOffered(state.ProviderKey);
        }

        var vendor = entry.Manifest.DisplayName;
        // RFC 9207 section 2.4: character by character, and nothing where something was expected is wrong too.
        if (manifest.Issuer is { } issuer && !string.Equals(callback.Issuer, issuer, StringComparison.Ordinal))
        {
            return OAuthFailures.IssuerMismatch(vendor);
        }

        if (callback.Error is { Length: > 0 } error)
        {
            return error is "access_denied" or "user_cancelled" or "consent_required" ? OAuthFailures.Denied(vendor) : OAuthFailures.VendorError(vendor);
        }

        if (callback.Code is not { Length: > 0 and <= 4_000 } code)
        {
            return OAuthFailures.VendorError(vendor);
        }

        var found = await ConnectionService.ForConnectingAsync(db, caller, state.InstanceId, cancellationToken);
        if (!found.TryGet(out var instance, out var refused))
        {
            return refused;
        }

        var exchanged = await tokens.ExchangeAsync(state.ProviderKey, code, state.RedirectUri, vault.VerifierOf(state), cancellationToken);
        if (!exchanged.TryGet(out var grant, out var failure))
        {
            return failure;
        }

        var ask = OAuthAsk.Of(manifest, state);
        var granted = grant.Scopes ?? [.. ask.Scopes.Select(s => s.Name)];
        if (Missing(ask, granted) is { Length: > 0 } missing)
        {
            return OAuthFailures.ScopeMissing(vendor, missing);
        }

        var secrets = new Dictionary<string, string>(StringComparer.Ordinal) { [VendorCredential.AccessToken] = grant.AccessToken.Reveal() };
        if (grant.RefreshToken is { } refreshToken)
        {
            secrets[VendorCredential.RefreshToken] = refreshToken.Reveal();
        }

        var ownServer = tokens.BaseUrl(entry);
        if (!Facts(entry, method, state, ownServer).TryGet(out var facts, out failure))
        {
            return failure;
        }

        var asked = await check.AskAsync(provider, AuthKinds.OAuth2, secrets, facts, method, cancellationToken, ownServer);
        if (!asked.TryGet(out var owned, out failure))
        {
            return failure;
        }

        var (expiresAt, knowledge) = TokenExpiry.Of(grant, manifest, clock.GetUtcNow());
        var credential = new CheckedCredential
        {
            Provider = provider,
            AuthKind = AuthKinds.OAuth2,
            Secrets = secrets,
            Facts = owned.Facts,
            Hosts = owned.Hosts,
            Account = owned.Account,
            Scopes = granted,
            ExpiresAt = expiresAt,
            Expiry = knowledge,
        };
        Widen(db, caller, instance, ask);
        return await store.SaveAsync(db, caller, instance, state.ConnectionUserId, credential, null, state.AllowAccountChange, cancellationToken);
    }

    /// <summary>
    /// A person's own account may do more than the integration is for: what the integration is for is its administrators' to say. Where one of them
    /// allows more, also for an account of their own, it is for more from then on, and the audit log says so.
    /// </summary>
    private void Widen(IntegrationsDbContext db, Caller caller, IntegrationInstance instance, OAuthAsk ask)
    {
        if (caller.LinkId is not null || InstanceQueries.MayChange(caller, instance) is not null)
        {
            return;
        }

        var before = InstanceAudit.Of(instance);
        if (InstancePurposes.Add(instance, ask.Added))
        {
            audit.Add(db, caller, "integration.updated", InstanceAudit.Target(instance), before, InstanceAudit.Of(instance));
        }
    }

    /// <summary>The fields that the manifest asks for, cleaned, and no others; the server's address comes from the operator alone.</summary>
    private static Result<IReadOnlyDictionary<string, string>> Facts(ConnectorEntry entry, AuthMethod method, OAuthState state, string? ownServer)
    {
        var given = method.Fields.Where(f => state.Fields.TryGetValue(f.Name, out var v) && !string.IsNullOrWhiteSpace(v) && v.Length <= f.MaxLength)
            .ToDictionary(f => f.Name, f => state.Fields[f.Name].Trim(), StringComparer.Ordinal);
        if (ownServer is not null)
        {
            given[OAuthTokens.BaseUrlField] = ownServer;
        }

        return entry.Connector.Normalize(AuthKinds.OAuth2, given);
    }

    private static string Missing(OAuthAsk ask, IReadOnlyList<string> granted) =>
        string.Join(", ", ask.Scopes.Where(s => !s.Optional && !granted.Contains(s.Name, StringComparer.OrdinalIgnoreCase)).Select(s => s.Label));
}
