using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Integrations.Sandbox.OAuth;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Zapier;

/// <summary>Which kind of server a token opens.</summary>
internal enum ZapierServerKind
{
    /// <summary>A tool per action; speaks the current and the older revisions.</summary>
    Classic,

    /// <summary>General tools; speaks the current and the older revisions.</summary>
    Dynamic,

    /// <summary>A tool per action behind a secret path; speaks older revisions with sessions only.</summary>
    Older,
}

/// <summary>Connection tokens: by header, by query, or as part of an older address.</summary>
internal sealed class ZapierTokens(OAuthServer oauth)
{
    private readonly PastedTokens _classic = new("zmcp_");
    private readonly PastedTokens _dynamic = new("zmcp_dyn_");
    private readonly PastedTokens _older = new("zmcp_old_");

    public string For(SandboxAccount account, ZapierServerKind kind) => Of(kind).For(account);

    public TokenLookup Find(HttpContext http)
    {
        if (http.Request.RouteValues["secret"] is string secret)
        {
            return _older.Find(secret);
        }

        var token = http.Request.Headers.Authorization.ToString() is { Length: > 7 } header && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? header[7..].Trim()
            : http.Request.Query["token"].ToString();
        if (token.Length == 0)
        {
            return TokenLookup.None;
        }

        return new[] { oauth.Find(token), _classic.Find(token), _dynamic.Find(token) }.FirstOrDefault(lookup => lookup.State != TokenState.Unknown, TokenLookup.Unknown);
    }

    public ZapierServerKind Kind(SandboxAccess access) =>
        access.Token == _dynamic.For(access.Account) ? ZapierServerKind.Dynamic
        : access.Token == _older.For(access.Account) ? ZapierServerKind.Older
        : ZapierServerKind.Classic;

    private PastedTokens Of(ZapierServerKind kind) => kind switch
    {
        ZapierServerKind.Dynamic => _dynamic,
        ZapierServerKind.Older => _older,
        _ => _classic,
    };
}

/// <summary>Challenges as RFC 9728 wants them; a token that lapsed is answered with 404, as Zapier does.</summary>
internal sealed class ZapierGuard(ZapierTokens tokens, TimeProvider time, SandboxOptions options) : VendorGuard(time, options)
{
    protected override TokenLookup Authenticate(HttpContext http) => tokens.Find(http);

    protected override IResult Unauthorized(HttpContext http, TokenState state)
    {
        if (state is TokenState.Revoked)
        {
            return SandboxJson.Answer(new { error = "Not Found" }, StatusCodes.Status404NotFound);
        }

        var metadata = SandboxAddress.Of(http, "https://mcp.zapier.com/.well-known/oauth-protected-resource/api/v1/connect");
        http.Response.Headers.WWWAuthenticate = $"Bearer resource_metadata=\"{metadata}\", scope=\"mcp:tools\"";
        return SandboxJson.Answer(new { error = "invalid_token", error_description = "Missing or invalid access token" }, StatusCodes.Status401Unauthorized);
    }

    protected override IResult RateLimited(HttpContext http, TimeSpan retryAfter) =>
        SandboxJson.Answer(new { error = "Too many requests" }, StatusCodes.Status429TooManyRequests);

    protected override IResult Failing(HttpContext http) =>
        SandboxJson.Answer(new { error = "Internal server error" }, StatusCodes.Status500InternalServerError);
}
