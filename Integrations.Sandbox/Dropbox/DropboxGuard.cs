using System.Text.Json.Nodes;
using Integrations.Sandbox.Http;
using Integrations.Sandbox.OAuth;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Dropbox;

/// <summary>What stands in front of API v2.</summary>
internal sealed class DropboxGuard(OAuthServer oauth, PastedTokens generated, TimeProvider time, SandboxOptions options) : VendorGuard(time, options)
{
    /// <summary>The refusal when the scope was not granted; null when it was.</summary>
    public static IResult? Needs(HttpContext http, string scope) => SandboxAccess.Of(http).May(scope)
        ? null
        : SandboxJson.Answer(
            new JsonObject { ["error_summary"] = "missing_scope/..", ["error"] = new JsonObject { [".tag"] = "missing_scope", ["required_scope"] = scope } },
            StatusCodes.Status401Unauthorized);

    protected override TokenLookup Authenticate(HttpContext http)
    {
        var token = AuthorizationValue(http, "Bearer");
        return oauth.Find(token) is { State: TokenState.Unknown } ? generated.Find(token) : oauth.Find(token);
    }

    protected override IResult Unauthorized(HttpContext http, TokenState state)
    {
        if (state == TokenState.Missing)
        {
            return SandboxJson.Text("Error in call to API function: Must provide HTTP header \"Authorization\" or URL parameter \"authorization\".", StatusCodes.Status400BadRequest);
        }

        var tag = state == TokenState.Expired ? "expired_access_token" : "invalid_access_token";
        return SandboxJson.Answer(new JsonObject { ["error_summary"] = $"{tag}/...", ["error"] = new JsonObject { [".tag"] = tag } }, StatusCodes.Status401Unauthorized);
    }

    protected override IResult RateLimited(HttpContext http, TimeSpan retryAfter) => SandboxJson.Answer(
        new JsonObject
        {
            ["error_summary"] = "too_many_requests/..",
            ["error"] = new JsonObject { ["reason"] = new JsonObject { [".tag"] = "too_many_requests" }, ["retry_after"] = (int)retryAfter.TotalSeconds },
        },
        StatusCodes.Status429TooManyRequests);

    protected override IResult Failing(HttpContext http) => SandboxJson.Text("Internal Server Error", StatusCodes.Status500InternalServerError);

    protected override IResult? Admit(HttpContext http, SandboxAccess access)
    {
        http.Response.Headers["X-Dropbox-Request-Id"] = Guid.NewGuid().ToString("N");
        return null;
    }
}
