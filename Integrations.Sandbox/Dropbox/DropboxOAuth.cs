using System.Text.Json.Nodes;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Integrations.Sandbox.OAuth;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Dropbox;

/// <summary>Dropbox's OAuth: four hours, and a lasting refresh token for those who ask for offline access.</summary>
internal static class DropboxOAuth
{
    public const string Provider = "dropbox";
    public const string TokenPrefix = "sl.u.";

    private static readonly HashSet<string> KnownScopes = new(StringComparer.Ordinal)
    {
        "account_info.read", "files.metadata.read", "files.metadata.write", "files.content.read", "files.content.write", "sharing.read", "sharing.write",
    };

    public static OAuthRules Rules() => new()
    {
        Server = Provider,
        VendorName = "Dropbox",
        Providers = [Provider],
        KnownScopes = KnownScopes,
        RequestedScopes = query => query["scope"].Count > 0 ? query["scope"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries) : KnownScopes,
        VerifierReplacesSecret = true,
        DeniedDescription = "The user chose not to give your app access to their Dropbox account.",
        Terms = consent => consent.Parameters.GetValueOrDefault("token_access_type") == "offline"
            ? new TokenTerms(TokenPrefix, TimeSpan.FromHours(4), RefreshTokens.Stable) { Length = 120 }
            : new TokenTerms(TokenPrefix, TimeSpan.FromHours(4)) { Length = 120 },
        Answer = (http, issued) => SandboxJson.Answer(Token(issued)),
        Refuse = (http, refusal) => SandboxJson.Answer(
            new JsonObject { ["error"] = refusal.StandardCode(), ["error_description"] = Words(refusal) },
            refusal is OAuthRefusal.ClientUnknown or OAuthRefusal.ClientSecretWrong ? StatusCodes.Status401Unauthorized : StatusCodes.Status400BadRequest),
    };

    private static JsonObject Token(IssuedTokens issued)
    {
        var body = new JsonObject { ["access_token"] = issued.AccessToken, ["token_type"] = "bearer", ["expires_in"] = issued.ExpiresInSeconds };
        if (issued.Refreshed)
        {
            // No refresh token comes back: the old one stays.
            return body;
        }

        if (issued.RefreshToken is { } refresh)
        {
            body["refresh_token"] = refresh;
        }

        body["scope"] = string.Join(' ', issued.Consent.Scopes.Order(StringComparer.Ordinal));
        body["uid"] = SandboxSeed.Number("dropbox", issued.Consent.Account.Email).ToString();
        body["account_id"] = DropboxWorld.AccountId(issued.Consent.Account);
        return body;
    }

    private static string Words(OAuthRefusal refusal) => refusal switch
    {
        OAuthRefusal.ClientUnknown or OAuthRefusal.ClientSecretWrong => "Invalid client_id or client_secret",
        OAuthRefusal.GrantTypeUnsupported => "grant_type must be authorization_code or refresh_token",
        OAuthRefusal.ParameterMissing => "missing required field",
        OAuthRefusal.RedirectDiffers => "redirect_uri mismatch",
        OAuthRefusal.VerifierWrong => "invalid code verifier",
        OAuthRefusal.RefreshTokenInvalid => "refresh token is invalid or revoked",
        _ => "code doesn't exist or has expired",
    };
}
