using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Manifest;
using Integrations.Core.Activity;
using Integrations.Core.Catalog;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Text = Integrations.Primitives.Text;

namespace Integrations.Core.Setup;

/// <summary>
/// Tries a provider's OAuth client as a person would use it: to the vendor's consent and back, the code exchanged for a token,
/// and the token thrown away. What the vendor says is kept in its own words for the checklist, which super administrators alone see.
/// </summary>
public sealed class OAuthTrial(
    IDbContextFactory<IntegrationsDbContext> contexts, CatalogService catalog, OAuthFlow flow, OAuthTokens tokens, CredentialVault vault, ChecklistMarks marks, PublicOrigin origin,
    AuditLog audit, TimeProvider clock)
{
    private const string StatePrefix = "try.";
    private const int MostWords = 300;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Whether the vendor sends somebody back from a trial, and not from a connection's sign-in.</summary>
    public static bool IsTrial(string? state) => state?.StartsWith(StatePrefix, StringComparison.Ordinal) == true;

    /// <summary>Begins a trial; one of the same provider that was under way is given up.</summary>
    /// <param name="browserKey">A random value in the cookie of the browser that must come back.</param>
    /// <returns>Where to go; or <c>permission_denied</c>, <c>oauth.not_offered</c>, <c>oauth.client_missing</c>.</returns>
    public async Task<Result<StartedFlow>> StartAsync(Caller caller, string providerKey, string browserKey, CancellationToken cancellationToken)
    {
        if (caller.Must(Rights.KeepChecklist) is { } forbidden)
        {
            return forbidden;
        }

        if (caller.UserId is not { } userId)
        {
            return Failure.Forbidden("A client is tried in a browser, by a person.");
        }

        if (await catalog.FindAsync(providerKey, cancellationToken) is not { Connector: { } entry } || entry.Manifest.Method(AuthKinds.OAuth2)?.OAuth is not { } manifest)
        {
            return OAuthFailures.NotOffered(providerKey);
        }

        if (await catalog.FindOAuthClientAsync(entry.Manifest.Key, cancellationToken) is not { } client)
        {
            return OAuthFailures.NoClient(entry.Manifest.DisplayName);
        }

        var (key, state) = (ChecklistKeys.Trial(entry.Manifest.Key), StatePrefix + Random());
        var verifier = manifest.WithoutPkceBecause is null ? Random() : null;
        var mark = new ChecklistMark
        {
            Key = key,
            WaitsFor = Hash(state, browserKey),
            Detail = verifier is null ? null : vault.Protect("oauth-trial", Guid.Empty, userId, key, verifier),
            At = clock.GetUtcNow(),
            ByUserId = userId,
            ByName = Text.Cut(caller.DisplayName, 320),
        };
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.WriteAsync(
            async ct =>
            {
                await db.ChecklistMarks.Where(m => m.Key == key).ExecuteDeleteAsync(ct);
                db.ChecklistMarks.Add(mark);
                return await db.SaveChangesAsync(ct);
            },
            cancellationToken);
        return new StartedFlow(flow.AuthorizationUrl(entry.Manifest.Key, manifest, client, origin.Url(OAuthFlow.CallbackPath), state, verifier), state);
    }

    /// <summary>Ends a trial; by one conditional UPDATE it ends once.</summary>
    /// <returns>The provider's key; null for a trial that is over, not this browser's, or another person's.</returns>
    public async Task<string?> CompleteAsync(FlowCallback callback, string? remoteAddress, string? requestId, CancellationToken cancellationToken)
    {
        if (callback is not { State: { Length: < 200 } state, BrowserKey: { Length: > 0 } browserKey, SignedInUser: { } userId })
        {
            return null;
        }

        var (hash, since) = (Hash(state, browserKey), clock.GetUtcNow() - Lifetime);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var mark = await db.ChecklistMarks.AsNoTracking().SingleOrDefaultAsync(m => m.WaitsFor == hash && m.ByUserId == userId && m.At > since, cancellationToken);
        var person = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == userId && u.Role == Role.SuperAdmin && u.DisabledAt == null, cancellationToken);
        if (mark is null || person is null
            || await db.WriteAsync(ct => db.ChecklistMarks.Where(m => m.WaitsFor == hash).ExecuteUpdateAsync(set => set.SetProperty(m => m.WaitsFor, (string?)null).SetProperty(m => m.Detail, (string?)null), ct), cancellationToken) == 0)
        {
            return null;
        }

        var provider = mark.Key[ChecklistKeys.Trial("").Length..];
        var verifier = mark.Detail is null ? null : vault.Open("oauth-trial", Guid.Empty, userId, mark.Key, mark.Detail);
        var (isGood, said) = await FinishAsync(provider, callback, verifier, cancellationToken);
        var caller = new Caller(userId, person.OrganizationId, person.Role) { DisplayName = person.Email ?? person.DisplayName, RemoteAddress = remoteAddress, RequestId = requestId };
        await marks.RecordAsync(mark.Key, isGood, said, caller, cancellationToken);
        await marks.NoteCallbackAsync(provider, cancellationToken);
        audit.Add(db, caller, "oauth_client.tried", new AuditTarget("provider", provider, provider), after: new { works = isGood });
        await db.SaveChangesAsync(cancellationToken);
        return provider;
    }

    private async Task<(bool IsGood, string Said)> FinishAsync(string provider, FlowCallback callback, string? verifier, CancellationToken cancellationToken)
    {
        if (await catalog.FindAsync(provider, cancellationToken) is not { Connector: { } entry } || entry.Manifest.Method(AuthKinds.OAuth2)?.OAuth is not { } manifest)
        {
            return (false, OAuthFailures.NotOffered(provider).Message);
        }

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

        var exchanged = await tokens.ExchangeAsync(provider, code, origin.Url(OAuthFlow.CallbackPath), verifier, cancellationToken);
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

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static string Hash(string state, string browserKey) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{state}|{browserKey}")));
}
