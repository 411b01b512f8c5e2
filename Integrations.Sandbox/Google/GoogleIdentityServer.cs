using System.Text.Json.Nodes;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Integrations.Sandbox.OAuth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Google;

/// <summary>Signing in with Google: consent, tokens, revocation and who the person is.</summary>
/// <remarks>
/// A refresh token is given with <c>access_type=offline</c>, and after the first time only with <c>prompt=consent</c>.
/// It stays the same. People may untick single scopes.
/// </remarks>
internal sealed class GoogleIdentityServer
{
    private const string Issuer = "https://accounts.google.com";
    private const string EmailScope = GoogleScopes.Root + "userinfo.email";
    private const string ProfileScope = GoogleScopes.Root + "userinfo.profile";
    private readonly SandboxJwt _jwt;
    private readonly TimeProvider _time;
    private readonly GoogleGuard _guard;

    public GoogleIdentityServer(TimeProvider time, SandboxState state, SandboxOptions options, SandboxJwt jwt, IReadOnlyList<string> providers)
    {
        (_jwt, _time) = (jwt, time);
        OAuth = new OAuthServer(
            new OAuthRules
            {
                Server = "google",
                VendorName = "Google",
                Providers = providers,
                KnownScopes = GoogleScopes.Known,
                RequestedScopes = query => query["scope"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(GoogleScopes.Expand),
                ScopesCanBeUnticked = true,
                Terms = Terms,
                Answer = Answer,
                Refuse = Refuse,
            },
            state,
            options);
        _guard = new GoogleGuard(OAuth, time, options, newShape: false);
    }

    public OAuthServer OAuth { get; }

    public void Map(SandboxRoutes routes)
    {
        var accounts = routes.Host("accounts.google.com");
        OAuth.MapAuthorize(accounts, "/o/oauth2/v2/auth");
        accounts.MapGet("/.well-known/openid-configuration", (Delegate)Discovery);
        var tokens = routes.Host("oauth2.googleapis.com");
        OAuth.MapToken(tokens, "/token");
        tokens.MapPost("/revoke", (Delegate)RevokeAsync);
        routes.Host("openidconnect.googleapis.com").MapGet("/v1/userinfo", (Delegate)UserInfoOidc).AddEndpointFilter(_guard);
        var api = routes.Host("www.googleapis.com");
        api.MapGet("/oauth2/v2/userinfo", (Delegate)UserInfoV2).AddEndpointFilter(_guard);
        api.MapGet("/oauth2/v3/certs", () => SandboxJson.Answer(_jwt.KeySet()));
    }

    /// <summary>A number of 21 digits, the same on every start.</summary>
    public static string Subject(SandboxAccount account) => $"10{SandboxSeed.Number("google", account.Email):0000000000}{SandboxSeed.Number("subject", account.Email) % 1_000_000_000:000000000}";

    private static TokenTerms Terms(OAuthConsent consent)
    {
        var offline = consent.Parameters.GetValueOrDefault("access_type") == "offline"
            && (consent.Earlier == 0 || consent.Parameters.GetValueOrDefault("prompt", "").Split(' ').Contains("consent"));
        return new TokenTerms("ya29.a0", TimeSpan.FromSeconds(3599), offline ? RefreshTokens.Stable : RefreshTokens.None, "1//0") { Length = 100 };
    }

    private IResult Answer(HttpContext http, IssuedTokens tokens)
    {
        var scopes = tokens.Consent.Scopes;
        var body = new JsonObject
        {
            ["access_token"] = tokens.AccessToken,
            ["expires_in"] = tokens.ExpiresInSeconds,
            ["scope"] = string.Join(' ', scopes),
            ["token_type"] = "Bearer",
        };
        // The refresh token stays, so a refresh does not repeat it.
        if (tokens is { RefreshToken: { } refresh, Refreshed: false })
        {
            body["refresh_token"] = refresh;
        }

        if (scopes.Contains("openid"))
        {
            body["id_token"] = IdToken(tokens);
        }

        return SandboxJson.Answer(body);
    }

    private string IdToken(IssuedTokens tokens)
    {
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        var claims = Person(tokens.Consent.Account, tokens.Consent.Scopes, "sub", "email_verified");
        claims["iss"] = Issuer;
        claims["azp"] = tokens.Consent.ClientId;
        claims["aud"] = tokens.Consent.ClientId;
        claims["iat"] = now;
        claims["exp"] = now + 3600;
        if (tokens.Consent.Parameters.TryGetValue("nonce", out var nonce))
        {
            claims["nonce"] = nonce;
        }

        return _jwt.Sign(claims);
    }

    private static IResult Refuse(HttpContext http, OAuthRefusal refusal)
    {
        var (status, description) = refusal switch
        {
            OAuthRefusal.ClientUnknown => (StatusCodes.Status401Unauthorized, "The OAuth client was not found."),
            OAuthRefusal.ClientSecretWrong => (StatusCodes.Status401Unauthorized, "Unauthorized"),
            OAuthRefusal.RefreshTokenInvalid => (StatusCodes.Status400BadRequest, "Token has been expired or revoked."),
            OAuthRefusal.CodeUnknown or OAuthRefusal.CodeUsed => (StatusCodes.Status400BadRequest, "Malformed auth code."),
            OAuthRefusal.GrantTypeUnsupported => (StatusCodes.Status400BadRequest, "Invalid grant_type"),
            OAuthRefusal.ParameterMissing => (StatusCodes.Status400BadRequest, "Missing required parameter."),
            _ => (StatusCodes.Status400BadRequest, "Bad Request"),
        };
        var code = refusal == OAuthRefusal.RedirectDiffers ? "redirect_uri_mismatch" : refusal.StandardCode();
        return SandboxJson.Answer(new { error = code, error_description = description }, status);
    }

    /// <summary>Google takes the token from the form or the query; either kind of token ends the whole grant.</summary>
    private async Task<IResult> RevokeAsync(HttpContext http)
    {
        var parameters = await RequestParameters.ReadAsync(http);
        return OAuth.Ledger.RevokeToken(parameters.GetValueOrDefault("token", ""), wholeConsent: true)
            ? SandboxJson.Answer(new JsonObject())
            : SandboxJson.Answer(new { error = "invalid_token", error_description = "Token expired or revoked" }, StatusCodes.Status400BadRequest);
    }

    private IResult UserInfoOidc(HttpContext http) => UserInfo(http, "sub", "email_verified");

    private IResult UserInfoV2(HttpContext http) => UserInfo(http, "id", "verified_email");

    private static IResult UserInfo(HttpContext http, string idName, string verifiedName)
    {
        var access = SandboxAccess.Of(http);
        return access.May("openid") || access.May(EmailScope) || access.May(ProfileScope)
            ? GoogleAnswers.Ok(http, Person(access.Account, access.Scopes!, idName, verifiedName))
            : GoogleAnswers.ScopeMissing("oauth2.googleapis.com", "google.oauth2.userinfo");
    }

    private static JsonObject Person(SandboxAccount account, IEnumerable<string> scopes, string idName, string verifiedName)
    {
        var granted = scopes.ToHashSet(StringComparer.Ordinal);
        var person = new JsonObject { [idName] = Subject(account) };
        if (granted.Contains(EmailScope))
        {
            person["email"] = account.Email;
            person[verifiedName] = true;
            person["hd"] = account.Email.Split('@')[1];
        }

        if (granted.Contains(ProfileScope))
        {
            person["name"] = account.Name;
            person["given_name"] = account.Name.Split(' ')[0];
            person["family_name"] = account.Name.Split(' ')[^1];
            person["picture"] = $"https://lh3.googleusercontent.com/a/{SandboxSeed.Guid("picture", account.Email):N}=s96-c";
        }

        return person;
    }

    private static IResult Discovery(HttpContext http) => SandboxJson.Answer(new
    {
        issuer = Issuer,
        authorization_endpoint = SandboxAddress.Of(http, "https://accounts.google.com/o/oauth2/v2/auth"),
        token_endpoint = SandboxAddress.Of(http, "https://oauth2.googleapis.com/token"),
        userinfo_endpoint = SandboxAddress.Of(http, "https://openidconnect.googleapis.com/v1/userinfo"),
        revocation_endpoint = SandboxAddress.Of(http, "https://oauth2.googleapis.com/revoke"),
        jwks_uri = SandboxAddress.Of(http, "https://www.googleapis.com/oauth2/v3/certs"),
        response_types_supported = new[] { "code" },
        subject_types_supported = new[] { "public" },
        id_token_signing_alg_values_supported = new[] { "RS256" },
        code_challenge_methods_supported = new[] { "S256" },
        scopes_supported = new[] { "openid", "email", "profile" },
    });
}
