using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Manifest;
using Integrations.Core.Activity;
using Integrations.Core.Catalog;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Integrations.Core.Connections.OAuth;

/// <summary>A flow that was started.</summary>
/// <param name="AuthorizationUrl">Where the person goes.</param>
/// <param name="State">Also in the URL; the documents return it.</param>
/// <param name="ConfirmPath">A page of ours that a token-started flow passes first (SECURITY O4); null where none is needed.</param>
public sealed record StartedFlow(string AuthorizationUrl, string State, string? ConfirmPath = null);

/// <summary>What the start needs to know besides the integration.</summary>
/// <param name="ReturnUrl">A path of ours or an allowed origin's address.</param>
public sealed record FlowRequest(string ReturnUrl)
{
    /// <summary>A random value in the starting browser's cookie; null when a token starts the flow.</summary>
    public string? BrowserKey { get; init; }

    /// <summary>Fields that the manifest asks before going to the vendor.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A person agreed to another vendor account than before (SECURITY O10).</summary>
    public bool AllowAccountChange { get; init; }
}

/// <summary>What the vendor sent back with the browser.</summary>
[HoldsSecret]
public sealed class FlowCallback
{
    public string? Code { get; init; }

    public string? State { get; init; }

    public string? Error { get; init; }

    /// <summary>The vendor's own words for the error; kept for trials of a client alone, which super administrators see (SECURITY O8).</summary>
    public string? ErrorDescription { get; init; }

    public string? Issuer { get; init; }

    public string? BrowserKey { get; init; }

    /// <summary>Who is signed in in the browser that came back; null for nobody.</summary>
    public Guid? SignedInUser { get; init; }

    public override string ToString() => "***";
}

/// <summary>How a flow ended.</summary>
/// <param name="ReturnUrl">Where the browser goes; null when the state was not ours, so that nothing is known.</param>
public sealed record FlowEnd(string? ReturnUrl, Guid? InstanceId, Failure? Failure);

/// <summary>The OAuth 2 authorization code flow with PKCE, from start to stored connection (SECURITY O1–O10).</summary>
public sealed class OAuthFlow(
    IDbContextFactory<IntegrationsDbContext> contexts,
    CatalogService catalog,
    CredentialCheck check,
    ConnectionStore store,
    OAuthTokens tokens,
    CredentialVault vault,
    ActivityLog activity,
    PublicOrigin origin,
    ICallbackLog callbacks,
    IOptions<ReturnOptions> returns,
    IOptions<OAuthOptions> options,
    TimeProvider clock)
{
    public const string CallbackPath = "/api/integrations/oauth/callback";

    // Longer than all the vendor's deadlines together: what is under way after this has died with its process.
    private static readonly TimeSpan MostWork = TimeSpan.FromMinutes(2);

    // A page that a browser loads ahead, or a second click, comes within seconds.
    private static readonly TimeSpan ShownAgainFor = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private const int MostLooks = 150;

    /// <summary>Starts a flow for an integration that exists; its connection is made at the callback.</summary>
    public async Task<Result<StartedFlow>> StartAsync(Caller caller, Guid instanceId, FlowRequest request, CancellationToken cancellationToken)
    {
        if (!ReturnAddress.IsAllowed(request.ReturnUrl, origin, returns.Value.AllowedReturnOrigins))
        {
            return OAuthFailures.ReturnAddress;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await ConnectionService.ForConnectingAsync(db, caller, instanceId, cancellationToken);
        if (!found.TryGet(out var instance, out var refused))
        {
            return refused;
        }

        if (instance.Status == InstanceStatus.Disabled)
        {
            return InstanceFailures.Disabled;
        }

        if (await catalog.FindAsync(instance.ProviderKey, cancellationToken) is not { Connector: { } entry } || entry.Manifest.Method(AuthKinds.OAuth2)?.OAuth is not { } manifest)
        {
            return OAuthFailures.NotOffered(instance.ProviderKey);
        }

        if (await catalog.FindOAuthClientAsync(instance.ProviderKey, cancellationToken) is not { } client)
        {
            return OAuthFailures.NoClient(entry.Manifest.DisplayName);
        }

        var now = clock.GetUtcNow();
        var parameter = Random(32);
        var verifier = manifest.WithoutPkceBecause is null ? Random(32) : null;
        var id = Guid.CreateVersion7(now);
        var state = new OAuthState
        {
            Id = id,
            StateHash = Hash(parameter),
            OrganizationId = instance.OrganizationId,
            UserId = caller.UserId,
            InstanceId = instance.Id,
            ConnectionUserId = ConnectionQueries.OwnerFor(caller, instance),
            ProviderKey = instance.ProviderKey,
            RedirectUri = origin.Url(CallbackPath),
            ReturnUrl = request.ReturnUrl,
            VerifierCiphertext = verifier is null ? null : vault.Protect("oauth", instance.OrganizationId, id, "verifier", verifier),
            Fields = request.Fields,
            BrowserHash = request.BrowserKey is null ? null : Hash(request.BrowserKey),
            TokenId = FlowStarter.TokenOf(caller),
            SessionId = caller.SessionId,
            Stamp = await FlowStarter.StampOfAsync(db, caller, cancellationToken),
            Scopes = caller.Scopes,
            AllowAccountChange = request.AllowAccountChange,
            RequestedBy = Text.Cut(caller.DisplayName, 320),
            CreatedAt = now,
            ExpiresAt = now + options.Value.StateLifetime,
        };
        db.OAuthStates.Add(state);
        await db.SaveChangesAsync(cancellationToken);
        var authorization = AuthorizationUrl(instance.ProviderKey, manifest, client, state.RedirectUri, parameter, verifier);
        return request.BrowserKey is null && options.Value.ConfirmTokenStarted
            ? new StartedFlow(origin.Url($"/connect/confirm?state={parameter}"), parameter, "/connect/confirm")
            : new StartedFlow(authorization, parameter);
    }

    /// <summary>What would refuse a flow of this provider, whoever starts it; null when nothing would.</summary>
    public async Task<Failure?> CheckAsync(CatalogEntry provider, string returnUrl, CancellationToken cancellationToken) =>
        provider.Connector?.Manifest.Method(AuthKinds.OAuth2)?.OAuth is null ? OAuthFailures.NotOffered(provider.DisplayName)
        : !ReturnAddress.IsAllowed(returnUrl, origin, returns.Value.AllowedReturnOrigins) ? OAuthFailures.ReturnAddress
        : await catalog.FindOAuthClientAsync(provider.Key, cancellationToken) is null ? OAuthFailures.NoClient(provider.DisplayName)
        : null;

    /// <summary>What the confirmation page of a token-started flow shows: organization, requester and vendor (SECURITY O4).</summary>
    /// <param name="signedInUser">Who is signed in in that browser; null for nobody.</param>
    public async Task<Result<FlowSummary>> DescribeAsync(string stateParameter, Guid? signedInUser, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await PendingAsync(db, stateParameter, cancellationToken) is not { } state
            || await catalog.FindAsync(state.ProviderKey, cancellationToken) is not { } provider ? OAuthFailures.StateInvalid
            : await IsForeignAsync(db, state, signedInUser, cancellationToken) ? OAuthFailures.OtherPerson
            : new FlowSummary(
                await db.Organizations.Where(o => o.Id == state.OrganizationId).Select(o => o.Name).SingleAsync(cancellationToken),
                state.RequestedBy ?? "",
                provider.DisplayName);
    }

    /// <summary>
    /// A person confirmed a token-started flow in this browser. From here on the flow is this browser's: one who only follows
    /// the vendor's address, which somebody else confirmed, cannot finish it (SECURITY O4).
    /// </summary>
    /// <param name="browserKey">What the browser's cookie for this flow says, so that a repeated form is answered alike; null where it has none.</param>
    /// <param name="signedInUser">Who is signed in in that browser; null for nobody.</param>
    public async Task<Result<ConfirmedFlow>> ConfirmAsync(string stateParameter, string? browserKey, Guid? signedInUser, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await PendingAsync(db, stateParameter, cancellationToken) is not { } state
            || await catalog.FindAsync(state.ProviderKey, cancellationToken) is not { Connector: { } entry }
            || entry.Manifest.Method(AuthKinds.OAuth2)?.OAuth is not { } manifest)
        {
            return OAuthFailures.StateInvalid;
        }

        if (await IsForeignAsync(db, state, signedInUser, cancellationToken))
        {
            return OAuthFailures.OtherPerson;
        }

        if (await catalog.FindOAuthClientAsync(state.ProviderKey, cancellationToken) is not { } client)
        {
            return OAuthFailures.NoClient(entry.Manifest.DisplayName);
        }

        var (key, now) = (Random(32), clock.GetUtcNow());
        var hash = Hash(key);
        var confirmed = await db.WriteAsync(
            ct => db.OAuthStates.Where(s => s.Id == state.Id && s.ConfirmedAt == null && s.BrowserHash == null && s.RedeemedAt == null && s.ExpiresAt > now)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.ConfirmedAt, now).SetProperty(s => s.BrowserHash, hash), ct),
            cancellationToken);
        if (confirmed == 0)
        {
            if (!IsBrowser(state.BrowserHash, browserKey))
            {
                return OAuthFailures.StateInvalid;
            }

            key = browserKey!;
        }

        return new ConfirmedFlow(AuthorizationUrl(state.ProviderKey, manifest, client, state.RedirectUri, stateParameter, Verifier(state)), key);
    }

    /// <summary>
    /// Finishes a flow. The state is redeemed before anything else happens, on errors too (SECURITY O3). The browser that a flow
    /// belongs to is shown how it ended when it comes a second time; nothing is done twice.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait only: a browser that asks twice gives its first question up, and the work goes on.</param>
    public async Task<FlowEnd> CompleteAsync(FlowCallback callback, string? remoteAddress, string? requestId, CancellationToken cancellationToken)
    {
        if (await RedeemAsync(callback.State, cancellationToken) is not { } state)
        {
            return await EndedAsync(callback, cancellationToken) ?? new FlowEnd(null, null, OAuthFailures.StateInvalid);
        }

        await callbacks.ArrivedAsync(state.ProviderKey, CancellationToken.None);
        using var deadline = new CancellationTokenSource(MostWork, clock);
        var outcome = OAuthFailures.Unfinished.Code;
        try
        {
            var failure = await FinishAsync(state, callback, remoteAddress, requestId, deadline.Token);
            outcome = failure?.Code ?? OAuthState.Connected;
            return new FlowEnd(ReturnUrl(state), state.InstanceId, failure);
        }
        finally
        {
            await KeepOutcomeAsync(state.Id, outcome);
        }
    }

    private async Task<Failure?> FinishAsync(OAuthState state, FlowCallback callback, string? remoteAddress, string? requestId, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var starter = await FlowStarter.FindAsync(db, state, clock.GetUtcNow(), cancellationToken);
        // One who is gone still has the refusal written under the name they started with.
        var caller = (starter ?? Caller.Job(state.OrganizationId, state.RequestedBy ?? "API key")) with { RemoteAddress = remoteAddress, RequestId = requestId };
        var finished = await CheckBrowserAsync(db, state, callback, cancellationToken) is { } otherBrowser ? otherBrowser
            : starter is null ? OAuthFailures.StarterGone
            : await FinishAsync(db, caller, state, callback, cancellationToken);
        var failure = finished.Failure;
        await activity.RecordAsync(
            activity.Entry(
                caller, state.OrganizationId, state.InstanceId, state.ConnectionUserId is not null, ActivityTypes.Connect, clock.GetElapsedTime(started), failure,
                failure is null ? $"Connected as {finished.Value.AccountName ?? finished.Value.AccountEmail ?? finished.Value.AccountId}" : null),
            CancellationToken.None);
        return failure;
    }

    private async Task<Result<Connection>> FinishAsync(IntegrationsDbContext db, Caller caller, OAuthState state, FlowCallback callback, CancellationToken cancellationToken)
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

        var exchanged = await tokens.ExchangeAsync(state.ProviderKey, code, state.RedirectUri, Verifier(state), cancellationToken);
        if (!exchanged.TryGet(out var grant, out var failure))
        {
            return failure;
        }

        var granted = grant.Scopes ?? [.. manifest.Scopes.Select(s => s.Name)];
        if (Missing(manifest, granted) is { Length: > 0 } missing)
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
        return await store.SaveAsync(db, caller, instance, state.ConnectionUserId, credential, null, state.AllowAccountChange, cancellationToken);
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

    /// <summary>One conditional UPDATE decides who proceeds (SECURITY O3); the verifier is erased from the row.</summary>
    private async Task<OAuthState?> RedeemAsync(string? parameter, CancellationToken cancellationToken)
    {
        if (parameter is not { Length: >= 40 and <= 100 })
        {
            return null;
        }

        var hash = Hash(parameter);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.WriteAsync(
            async ct =>
            {
                var now = clock.GetUtcNow();
                var state = await db.OAuthStates.AsNoTracking().SingleOrDefaultAsync(s => s.StateHash == hash, ct);
                var redeemed = await db.OAuthStates.Where(s => s.StateHash == hash && s.RedeemedAt == null && s.ExpiresAt > now)
                    .ExecuteUpdateAsync(s => s.SetProperty(x => x.RedeemedAt, now).SetProperty(x => x.VerifierCiphertext, (string?)null), ct);
                return redeemed == 1 ? state : null;
            },
            cancellationToken);
    }

    private async Task<OAuthState?> PendingAsync(IntegrationsDbContext db, string parameter, CancellationToken cancellationToken)
    {
        var (hash, now) = (Hash(parameter), clock.GetUtcNow());
        return await db.OAuthStates.AsNoTracking().SingleOrDefaultAsync(
            s => s.StateHash == hash && s.RedeemedAt == null && s.ExpiresAt > now && (s.BrowserHash == null || s.ConfirmedAt != null), cancellationToken);
    }

    /// <summary>How a flow of this very browser ended some moments ago; null for any other browser, which learns nothing.</summary>
    private async Task<FlowEnd?> EndedAsync(FlowCallback callback, CancellationToken cancellationToken)
    {
        if (callback is not { State: { Length: >= 40 and <= 100 } parameter, BrowserKey: not null })
        {
            return null;
        }

        var (hash, after) = (Hash(parameter), clock.GetUtcNow() - ShownAgainFor);
        for (var look = 1; ; look++)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var state = await db.OAuthStates.AsNoTracking().SingleOrDefaultAsync(s => s.StateHash == hash && s.RedeemedAt > after, cancellationToken);
            if (state is null || !IsBrowser(state.BrowserHash, callback.BrowserKey) || await IsForeignAsync(db, state, callback.SignedInUser, cancellationToken))
            {
                return null;
            }

            if (state.Outcome is not null || look == MostLooks)
            {
                return new FlowEnd(
                    ReturnUrl(state), state.InstanceId,
                    state.Outcome is OAuthState.Connected ? null : OAuthFailures.Ended(state.Outcome ?? OAuthFailures.UnderWayCode));
            }

            await Task.Delay(Look, clock, cancellationToken);
        }
    }

    private async Task KeepOutcomeAsync(Guid stateId, string outcome)
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        var kept = Text.Cut(outcome, OAuthState.OutcomeMaxLength);
        await db.WriteAsync(
            ct => db.OAuthStates.Where(s => s.Id == stateId).ExecuteUpdateAsync(set => set.SetProperty(s => s.Outcome, kept), ct), CancellationToken.None);
    }

    // Checked again: the allow-list may have changed meanwhile (O7).
    private string ReturnUrl(OAuthState state) => ReturnAddress.IsAllowed(state.ReturnUrl, origin, returns.Value.AllowedReturnOrigins) ? ReturnAddress.Encoded(state.ReturnUrl) : "/";

    private async Task<Failure?> CheckBrowserAsync(IntegrationsDbContext db, OAuthState state, FlowCallback callback, CancellationToken cancellationToken) =>
        // One that nobody confirmed has no browser: Development lets it pass, so that the documents' example can be followed by hand.
        (state.BrowserHash is null ? options.Value.ConfirmTokenStarted : !IsBrowser(state.BrowserHash, callback.BrowserKey)) ? OAuthFailures.OtherBrowser
        : await IsForeignAsync(db, state, callback.SignedInUser, cancellationToken) ? OAuthFailures.OtherPerson
        : null;

    private static bool IsBrowser(string? hash, string? key) =>
        hash is not null && key is not null && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(Hash(key)));

    /// <summary>Whether another person than the starter is signed in there; for an organization's key, anyone of another organization.</summary>
    private static async Task<bool> IsForeignAsync(IntegrationsDbContext db, OAuthState state, Guid? signedInUser, CancellationToken cancellationToken) =>
        signedInUser is { } user
        && (state.UserId is { } starter ? user != starter : !await db.Users.AnyAsync(u => u.Id == user && u.OrganizationId == state.OrganizationId, cancellationToken));

    private string? Verifier(OAuthState state) =>
        state.VerifierCiphertext is null ? null : vault.Open("oauth", state.OrganizationId, state.Id, "verifier", state.VerifierCiphertext);

    internal string AuthorizationUrl(string providerKey, OAuthManifest manifest, OAuthClient client, string redirectUri, string state, string? verifier)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["response_type"] = "code",
            ["client_id"] = client.ClientId,
            ["redirect_uri"] = redirectUri,
            [manifest.ScopeParameter] = string.Join(manifest.ScopeSeparator, manifest.Scopes.Select(s => s.Name)),
            ["state"] = state,
        };
        if (verifier is not null)
        {
            parameters["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
            parameters["code_challenge_method"] = "S256";
        }

        foreach (var (name, value) in manifest.AuthorizationParameters)
        {
            parameters[name] = value;
        }

        var address = new UriBuilder(tokens.Endpoints(providerKey, manifest).Authorization);
        var query = string.Join('&', parameters.Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}"));
        address.Query = address.Query.Length > 1 ? $"{address.Query[1..]}&{query}" : query;
        // Not ToString, which shows blanks as blanks.
        return address.Uri.AbsoluteUri;
    }

    private static string Missing(OAuthManifest manifest, IReadOnlyList<string> granted) =>
        string.Join(", ", manifest.Scopes.Where(s => !s.Optional && !granted.Contains(s.Name, StringComparer.OrdinalIgnoreCase)).Select(s => s.Label));

    private static string Random(int bytes) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>What a person is asked to confirm.</summary>
public sealed record FlowSummary(string Organization, string RequestedBy, string Vendor);

/// <summary>A flow that a browser took on.</summary>
/// <param name="authorizationUrl">Where the person goes now.</param>
/// <param name="browserKey">For that browser's cookie alone; without it the flow cannot be finished.</param>
[HoldsSecret]
public sealed class ConfirmedFlow(string authorizationUrl, string browserKey)
{
    public string AuthorizationUrl => authorizationUrl;

    public string BrowserKey => browserKey;

    public override string ToString() => "***";
}
