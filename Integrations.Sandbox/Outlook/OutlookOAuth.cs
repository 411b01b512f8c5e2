using System.Text.Json.Nodes;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Integrations.Sandbox.OAuth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Integrations.Sandbox.Outlook;

/// <summary>The Microsoft identity platform, v2.0: any tenant segment, rotating refresh tokens, AADSTS errors.</summary>
internal static class OutlookOAuth
{
    public const string Provider = "microsoft_outlook";
    public const string Host = "login.microsoftonline.com";

    private const string ResourcePrefix = "https://graph.microsoft.com/";

    /// <summary>The directory that all accounts of the sandbox belong to.</summary>
    private static readonly string TenantId = SandboxSeed.Guid("outlook", "tenant").ToString();

    private static readonly HashSet<string> KnownScopes = new(StringComparer.OrdinalIgnoreCase)
    {
        "openid", "profile", "email", "offline_access", "User.Read", "Calendars.Read", "Calendars.ReadBasic", "Calendars.ReadWrite",
        "Mail.Read", "Mail.ReadBasic", "MailboxSettings.Read",
    };

    public static OAuthRules Rules(SandboxJwt jwt, TimeProvider time) => new()
    {
        Server = "microsoft",
        VendorName = "Microsoft",
        Providers = [Provider],
        KnownScopes = KnownScopes,
        RequestedScopes = query => query["scope"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(scope => scope.StartsWith(ResourcePrefix, StringComparison.OrdinalIgnoreCase) ? scope[ResourcePrefix.Length..] : scope),
        DeniedDescription = "AADSTS65004: User declined to consent to access the app.",
        // The superseded token is not revoked at once, so that a lost answer can be survived.
        RotationGrace = TimeSpan.FromHours(1),
        Terms = consent => consent.Scopes.Contains("offline_access", StringComparer.OrdinalIgnoreCase)
            ? new TokenTerms("EwB4", TimeSpan.FromSeconds(4317), RefreshTokens.Rotating, "1.AXkA", TimeSpan.FromDays(90)) { Length = 120 }
            : new TokenTerms("EwB4", TimeSpan.FromSeconds(4317)) { Length = 120 },
        Answer = (http, issued) => SandboxJson.Answer(Token(jwt, time, issued)),
        Refuse = (http, refusal) => Refusal(time, refusal),
    };

    public static void MapMetadata(IEndpointRouteBuilder host, SandboxJwt jwt)
    {
        host.MapGet("/{tenant}/v2.0/.well-known/openid-configuration", (HttpContext http, string tenant) => SandboxJson.Answer(new JsonObject
        {
            // As Microsoft answers: a place for the directory where several may sign in, else the directory that was asked for.
            ["issuer"] = tenant is "common" or "organizations" ? $"https://{Host}/{{tenantid}}/v2.0" : $"https://{Host}/{tenant}/v2.0",
            ["authorization_endpoint"] = SandboxAddress.Of(http, $"https://{Host}/{tenant}/oauth2/v2.0/authorize"),
            ["token_endpoint"] = SandboxAddress.Of(http, $"https://{Host}/{tenant}/oauth2/v2.0/token"),
            // Left as Microsoft's own: clients insist on https here, and the hub's calls lead to the sandbox anyway.
            ["jwks_uri"] = $"https://{Host}/{tenant}/discovery/v2.0/keys",
            ["response_types_supported"] = new JsonArray("code"),
            ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
        }));
        host.MapGet("/{tenant}/discovery/v2.0/keys", () => SandboxJson.Answer(jwt.KeySet()));
    }

    private static JsonObject Token(SandboxJwt jwt, TimeProvider time, IssuedTokens issued)
    {
        var (account, scopes) = (issued.Consent.Account, issued.Consent.Scopes);
        var userId = SandboxSeed.Guid("outlook", account.Email).ToString();
        var answer = new JsonObject
        {
            ["token_type"] = "Bearer",
            // Never lists offline_access, whether or not it was granted.
            ["scope"] = string.Join(' ', scopes.Where(scope => !scope.Equals("offline_access", StringComparison.OrdinalIgnoreCase)).Reverse()),
            ["expires_in"] = issued.ExpiresInSeconds,
            ["ext_expires_in"] = issued.ExpiresInSeconds,
            ["access_token"] = issued.AccessToken,
        };
        if (issued.RefreshToken is { } refresh)
        {
            answer["refresh_token"] = refresh;
        }

        if (scopes.Contains("openid", StringComparer.OrdinalIgnoreCase))
        {
            var now = time.GetUtcNow();
            var claims = new JsonObject
            {
                ["aud"] = issued.Consent.ClientId,
                ["iss"] = $"https://{Host}/{TenantId}/v2.0",
                ["iat"] = now.ToUnixTimeSeconds(),
                ["nbf"] = now.ToUnixTimeSeconds(),
                ["exp"] = now.AddHours(1).ToUnixTimeSeconds(),
                ["name"] = account.Name,
                ["oid"] = userId,
                ["preferred_username"] = account.Email,
                ["sub"] = SandboxSeed.Guid("outlook-sub", account.Email).ToString("N"),
                ["tid"] = TenantId,
                ["ver"] = "2.0",
            };
            if (issued.Consent.Parameters.TryGetValue("nonce", out var nonce))
            {
                claims["nonce"] = nonce;
            }

            answer["id_token"] = jwt.Sign(claims);
        }

        var info = new JsonObject { ["uid"] = userId, ["utid"] = TenantId };
        answer["client_info"] = System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(info.ToJsonString()));
        return answer;
    }

    private static IResult Refusal(TimeProvider time, OAuthRefusal refusal)
    {
        var (number, text) = refusal switch
        {
            OAuthRefusal.ClientUnknown => (700016, "Application was not found in the directory. This can happen if the application has not been installed by the administrator of the tenant."),
            OAuthRefusal.ClientSecretWrong => (7000215, "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID."),
            OAuthRefusal.GrantTypeUnsupported => (70003, "The app requested an unsupported grant type."),
            OAuthRefusal.ParameterMissing => (900144, "The request body must contain the following parameter: 'code' or 'refresh_token'."),
            OAuthRefusal.CodeUsed => (54005, "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token."),
            OAuthRefusal.CodeExpired => (70008, "The provided authorization code or refresh token has expired due to inactivity."),
            OAuthRefusal.CodeUnknown => (70000, "Provided grant is invalid or malformed."),
            OAuthRefusal.RedirectDiffers => (500112, "The reply address does not match the reply address provided when requesting Authorization code."),
            OAuthRefusal.VerifierWrong => (501481, "The Code_Verifier does not match the code_challenge supplied in the authorization request."),
            _ => (700082, "The refresh token has expired due to inactivity."),
        };
        var now = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'");
        var (trace, correlation) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        var body = new JsonObject
        {
            ["error"] = refusal.StandardCode(),
            ["error_description"] = $"AADSTS{number}: {text} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {now}",
            ["error_codes"] = new JsonArray(number),
            ["timestamp"] = now,
            ["trace_id"] = trace,
            ["correlation_id"] = correlation,
            ["error_uri"] = $"https://{Host}/error?code={number}",
        };
        if (refusal == OAuthRefusal.RefreshTokenInvalid)
        {
            body["suberror"] = "bad_token";
        }

        return SandboxJson.Answer(body, refusal is OAuthRefusal.ClientUnknown or OAuthRefusal.ClientSecretWrong ? StatusCodes.Status401Unauthorized : StatusCodes.Status400BadRequest);
    }
}
