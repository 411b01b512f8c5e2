using Integrations.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Zapier;

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
