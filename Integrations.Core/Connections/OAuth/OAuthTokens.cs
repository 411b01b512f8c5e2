using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Connectors.Manifest;
using Integrations.Core.Catalog;
using Integrations.Primitives;
using Microsoft.Extensions.Options;

namespace Integrations.Core.Connections.OAuth;

/// <summary>Speaks to vendors' token and revocation endpoints: code for token, refresh, revoke.</summary>
public sealed class OAuthTokens(OAuthClients clients, ConnectorCatalog connectors, VendorPipeline pipeline, IOptions<ProvidersOptions> providers, IOptions<VendorHttpOptions> http, TimeProvider clock)
{
    private const int MaxAnswerBytes = 64 * 1024;
    private const int MaxAnswerDepth = 16;

    private static readonly string[] Spent = ["invalid", "unknown", "expired", "revoked"];

    /// <summary>What connectors that customers host themselves call their address.</summary>
    internal const string BaseUrlField = "baseUrl";

    internal async Task<Result<TokenGrant>> ExchangeAsync(string providerKey, string code, string redirectUri, string? verifier, CancellationToken cancellationToken)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = redirectUri,
        };
        if (verifier is not null)
        {
            form["code_verifier"] = verifier;
        }

        return await AskAsync(providerKey, form, cancellationToken);
    }

    /// <returns>A failure of kind <see cref="FailureKind.CredentialRefused"/> is permanent (invalid_grant); others are worth another try.</returns>
    internal Task<Result<TokenGrant>> RefreshAsync(string providerKey, Secret refreshToken, CancellationToken cancellationToken) =>
        AskAsync(
            providerKey,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["grant_type"] = "refresh_token", ["refresh_token"] = refreshToken.Reveal() },
            cancellationToken);

    /// <returns>Null when the vendor confirmed.</returns>
    internal bool CanRevoke(string providerKey) => connectors.Find(providerKey)?.Manifest.Method(AuthKinds.OAuth2)?.OAuth?.Revocation is not null;

    internal async Task<Failure?> RevokeAsync(string providerKey, Guid instanceId, IReadOnlyDictionary<string, string> credential, CancellationToken cancellationToken)
    {
        if (connectors.Find(providerKey) is not { } entry || entry.Manifest.Method(AuthKinds.OAuth2)?.OAuth?.Revocation is not { } revocation)
        {
            return null;
        }

        var client = await clients.FindAsync(providerKey, cancellationToken);
        string Fill(string template) => template
            .Replace("{accessToken}", credential.GetValueOrDefault(VendorCredential.AccessToken), StringComparison.Ordinal)
            .Replace("{refreshToken}", credential.GetValueOrDefault(VendorCredential.RefreshToken) ?? credential.GetValueOrDefault(VendorCredential.AccessToken), StringComparison.Ordinal)
            .Replace("{clientId}", client?.ClientId, StringComparison.Ordinal)
            .Replace("{clientSecret}", client?.ClientSecret.Reveal(), StringComparison.Ordinal);

        // The vendor's public address must never see the secrets of someone's own server.
        var own = BaseUrl(entry);
        if ((own is null ? revocation.Url : revocation.SelfHostedUrl?.Replace("{baseUrl}", own, StringComparison.Ordinal)) is not { } address)
        {
            return VendorFailures.Refused(entry.Manifest.DisplayName, "there is no address to revoke at");
        }

        using var request = new HttpRequestMessage(new HttpMethod(revocation.Method), Fill(address));
        var parameters = revocation.Parameters.ToDictionary(p => p.Key, p => Fill(p.Value), StringComparer.Ordinal);
        request.Content = revocation.Body switch
        {
            "form" => new FormUrlEncodedContent(parameters),
            "json" => new StringContent(JsonSerializer.Serialize(parameters), Encoding.UTF8, "application/json"),
            _ => null,
        };
        request.Headers.Authorization = revocation.Authentication switch
        {
            "bearer" => new AuthenticationHeaderValue("Bearer", credential.GetValueOrDefault(VendorCredential.AccessToken)),
            "basic" when client is not null => Basic(client),
            _ => null,
        };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var session = Session(entry, background: true);
        var sent = await session.SendAsync(request.Repeatable(), cancellationToken);
        return !sent.TryGet(out var response, out var failure) ? failure
            : (int)response.Status == revocation.GoneStatus ? null
            : session.Check(response);
    }

    /// <summary>The providers whose connections end with one token of this provider: same vendor, same client. Empty where a token ends alone.</summary>
    internal async Task<IReadOnlyList<string>> SharingGrantAsync(string providerKey, CancellationToken cancellationToken)
    {
        if (connectors.Find(providerKey)?.Manifest.Method(AuthKinds.OAuth2)?.OAuth?.Revocation is not { EndsGrant: true } revocation
            || await clients.FindAsync(providerKey, cancellationToken) is not { } client)
        {
            return [];
        }

        var sharing = new List<string>();
        foreach (var other in connectors.All.Select(entry => entry.Manifest).Where(m => m.Method(AuthKinds.OAuth2)?.OAuth?.Revocation?.Url == revocation.Url))
        {
            if ((await clients.FindAsync(other.Key, cancellationToken))?.ClientId == client.ClientId)
            {
                sharing.Add(other.Key);
            }
        }

        return sharing;
    }

    /// <summary>The API of the operator's own server (<c>Providers:{key}:BaseUrl</c>), as its connector cleans it; null for the vendor's.</summary>
    internal string? BaseUrl(ConnectorEntry entry) =>
        providers.Value.GetValueOrDefault(entry.Manifest.Key) is { IsGateway: false, BaseUrl: { Length: > 0 } configured }
            ? entry.Connector.Normalize(AuthKinds.OAuth2, new Dictionary<string, string>(StringComparer.Ordinal) { [BaseUrlField] = configured })
                .Match(fields => fields[BaseUrlField], _ => configured)
            : null;

    internal OAuthEndpoints Endpoints(string providerKey, OAuthManifest manifest)
    {
        var configured = providers.Value.GetValueOrDefault(providerKey);
        var ownServer = configured is { IsGateway: false } ? configured.BaseUrl : null;
        return new OAuthEndpoints(
            configured?.AuthorizationUrl is { } set ? new Uri(set) : http.Value.RouteOf(providerKey).Resolve(new Uri(Host(manifest.AuthorizationUrl, ownServer))),
            configured?.TokenUrl ?? Host(manifest.TokenUrl, ownServer));
    }

    private async Task<Result<TokenGrant>> AskAsync(string providerKey, Dictionary<string, string> form, CancellationToken cancellationToken)
    {
        if (connectors.Find(providerKey) is not { } entry || entry.Manifest.Method(AuthKinds.OAuth2)?.OAuth is not { } manifest)
        {
            return OAuthFailures.NotOffered(providerKey);
        }

        if (await clients.FindAsync(providerKey, cancellationToken) is not { } client)
        {
            return OAuthFailures.NoClient(entry.Manifest.DisplayName);
        }

        foreach (var (name, value) in manifest.TokenParameters)
        {
            form[name] = value;
        }

        if (manifest.ClientAuthentication == "body")
        {
            (form["client_id"], form["client_secret"]) = (client.ClientId, client.ClientSecret.Reveal());
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, Endpoints(providerKey, manifest).Token)
        {
            Content = manifest.TokenRequestFormat == "json"
                ? new StringContent(JsonSerializer.Serialize(form), Encoding.UTF8, "application/json")
                : new FormUrlEncodedContent(form),
        };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.UserAgent.ParseAdd("IntegrationsHub/1.0");
        if (manifest.ClientAuthentication == "basic")
        {
            request.Headers.Authorization = Basic(client);
        }

        using var session = Session(entry, background: false);
        var sent = await session.SendAsync(request, cancellationToken);
        if (!sent.TryGet(out var response, out var failure))
        {
            return failure;
        }

        if (response.Body.Length > MaxAnswerBytes)
        {
            return VendorFailures.Unreadable(session.VendorName, response.ContentType, (int)response.Status);
        }

        return ReadError(session, response, isRefresh: form["grant_type"] == "refresh_token") is { } refused ? refused
            : entry.As<IReadTokenResponse>() is { } own ? own.ReadTokenSafely(session, response)
            : Read(session.VendorName, response);
    }

    /// <summary>RFC 6749 section 5.2, which some vendors answer with status 200.</summary>
    private Failure? ReadError(VendorSession session, VendorResponse response, bool isRefresh)
    {
        if (response.TryJson()?.Text("error") is { } code)
        {
            var words = VendorFailures.Describe(response) ?? code;
            if (isRefresh && (session.DeadCredential.IsDeadByRefresh(code, words) || BlamesTheRefreshToken(code, words)))
            {
                return VendorFailures.CredentialRefused(session.VendorName, words, (int)response.Status);
            }

            return code switch
            {
                // RFC 6749, and the codes that vendors have for a code that is used up.
                "invalid_grant" or "bad_verification_code" or "invalid_code" or "code_already_used" => VendorFailures.CredentialRefused(session.VendorName, words, (int)response.Status),
                "invalid_client" or "incorrect_client_credentials" or "unauthorized_client" or "bad_client_secret" or "invalid_client_id" =>
                    OAuthFailures.ClientRefused(session.VendorName, words),
                "temporarily_unavailable" or "server_error" => VendorFailures.Unavailable(session.VendorName, words, (int)response.Status),
                "ratelimited" => VendorFailures.RateLimited(session.VendorName, VendorFailures.RetryAfter(response, clock.GetUtcNow()), (int)response.Status),
                _ => VendorFailures.Refused(session.VendorName, words, (int)response.Status),
            };
        }

        return response.IsSuccess ? null : VendorFailures.FromResponse(session.VendorName, response, clock.GetUtcNow());
    }

    /// <summary>Where it is the token that is refused, and not the client, whatever the code says: "Unknown or invalid refresh token."</summary>
    private static bool BlamesTheRefreshToken(string code, string words) =>
        code is "unauthorized_client" or "invalid_request"
        && words.Replace('_', ' ').Contains("refresh token", StringComparison.OrdinalIgnoreCase)
        && Spent.Any(word => words.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>RFC 6749 section 5.1; a token response is data, not truth (SECURITY O9).</summary>
    private static Result<TokenGrant> Read(string vendorName, VendorResponse response)
    {
        var unreadable = VendorFailures.Unreadable(vendorName, response.ContentType, (int)response.Status);
        try
        {
            using var document = JsonDocument.Parse(response.Body, new JsonDocumentOptions { MaxDepth = MaxAnswerDepth });
            var body = document.RootElement;
            if (body.Text("token_type") is { } type && !type.Equals("bearer", StringComparison.OrdinalIgnoreCase))
            {
                return unreadable;
            }

            return TokenAnswer.Read(body) is { } grant ? grant : unreadable;
        }
        catch (JsonException)
        {
            return unreadable;
        }
    }

    private VendorSession Session(ConnectorEntry entry, bool background) => new(
        entry.Connector, entry.Manifest.DisplayName, AuthKinds.OAuth2, VendorSessionFacts.None, pipeline.Create(entry.Manifest.Key, authentication: null, background), clock)
    {
        DeadCredential = entry.Manifest.DeadCredential,
        Unforeseen = exception => pipeline.Tell(entry.Manifest.Key, exception),
    };

    private static AuthenticationHeaderValue Basic(OAuthClient client) => new(
        "Basic",
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(client.ClientId)}:{Uri.EscapeDataString(client.ClientSecret.Reveal())}")));

    private static string Host(string url, string? baseUrl) =>
        baseUrl is null ? url : new Uri(new Uri(baseUrl), new Uri(url).PathAndQuery).AbsoluteUri;
}
