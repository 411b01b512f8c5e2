using System.Text.Json.Nodes;
using Integrations.Sandbox.Http;
using Integrations.Sandbox.OAuth;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Slack;

/// <summary>What stands in front of the Web API. Refusals have status 200, but for 429.</summary>
internal sealed class SlackGuard(OAuthServer oauth, PastedTokens bots, PastedTokens users, TimeProvider time, SandboxOptions options) : VendorGuard(time, options)
{
    private static readonly HashSet<string> BotScopes = new(StringComparer.Ordinal)
    {
        "channels:read", "groups:read", "users:read", "users:read.email", "chat:write", "channels:manage", "team:read",
    };

    private static readonly HashSet<string> UserScopes = new(StringComparer.Ordinal)
    {
        "channels:read", "groups:read", "users:read", "users:read.email", "chat:write", "channels:write", "groups:write", "search:read", "channels:history", "team:read",
    };

    public static IResult Error(string code) => SandboxJson.Answer(new JsonObject { ["ok"] = false, ["error"] = code });

    /// <summary>The refusal when none of the scopes was granted; null when one was.</summary>
    public static IResult? Needs(HttpContext http, params string[] scopes)
    {
        var granted = SandboxAccess.Of(http).Scopes!;
        return scopes.Any(granted.Contains)
            ? null
            : SandboxJson.Answer(new JsonObject { ["ok"] = false, ["error"] = "missing_scope", ["needed"] = scopes[0], ["provided"] = string.Join(',', granted) });
    }

    protected override TokenLookup Authenticate(HttpContext http)
    {
        // The scheme's case matters to Slack, unlike to everyone else.
        var header = http.Request.Headers.Authorization.ToString();
        var token = header.StartsWith("Bearer ", StringComparison.Ordinal) ? header["Bearer ".Length..].Trim()
            : http.Request.HasFormContentType ? http.Request.Form["token"].ToString() : null;
        if (string.IsNullOrEmpty(token))
        {
            return TokenLookup.None;
        }

        if (oauth.Ledger.Inspect(token) is { } issued)
        {
            return TokenLookup.Of(new SandboxAccess(issued.Consent.Account, token, SlackOAuth.ScopesOf(issued.Consent, token), issued.Consent.GivenAt, SlackOAuth.Provider));
        }

        var pasted = bots.Find(token) is { Access: not null } bot ? bot : users.Find(token);
        return pasted.Access is { } access
            ? TokenLookup.Of(access with { Scopes = SlackOAuth.IsBot(token) ? BotScopes : UserScopes })
            : oauth.Find(token) is { State: not TokenState.Valid } dead ? dead : TokenLookup.Unknown;
    }

    protected override IResult Unauthorized(HttpContext http, TokenState state) => Error(state switch
    {
        TokenState.Missing => "not_authed",
        TokenState.Expired => "token_expired",
        TokenState.Revoked => "token_revoked",
        _ => "invalid_auth",
    });

    protected override IResult RateLimited(HttpContext http, TimeSpan retryAfter) =>
        SandboxJson.Answer(new JsonObject { ["ok"] = false, ["error"] = "ratelimited" }, StatusCodes.Status429TooManyRequests);

    protected override IResult Failing(HttpContext http) => Error("internal_error");

    protected override IResult? Admit(HttpContext http, SandboxAccess access)
    {
        http.Response.Headers["X-OAuth-Scopes"] = string.Join(',', access.Scopes!);
        http.Response.Headers["X-Accepted-OAuth-Scopes"] = "";
        http.Response.Headers["X-Slack-Req-Id"] = Guid.NewGuid().ToString("N");
        return null;
    }
}
