using Integrations.Sandbox.Http;
using Integrations.Sandbox.OAuth;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Google;

/// <summary>Tokens and behaviours in front of Google's APIs.</summary>
/// <param name="newShape">Meet's error shape instead of the one of Calendar and Drive.</param>
internal sealed class GoogleGuard(OAuthServer oauth, TimeProvider time, SandboxOptions options, bool newShape) : VendorGuard(time, options)
{
    protected override TokenLookup Authenticate(HttpContext http) => oauth.Find(AuthorizationValue(http, "Bearer"));

    protected override IResult Unauthorized(HttpContext http, TokenState state)
    {
        http.Response.Headers.WWWAuthenticate = state == TokenState.Missing
            ? "Bearer realm=\"https://accounts.google.com/\""
            : "Bearer realm=\"https://accounts.google.com/\", error=\"invalid_token\"";
        return newShape
            ? GoogleAnswers.Status(StatusCodes.Status401Unauthorized, "UNAUTHENTICATED", "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.")
            : GoogleAnswers.Error(StatusCodes.Status401Unauthorized, state == TokenState.Missing ? "required" : "authError", state == TokenState.Missing ? "Login Required." : "Invalid Credentials");
    }

    protected override IResult RateLimited(HttpContext http, TimeSpan retryAfter) => newShape
        ? GoogleAnswers.Status(StatusCodes.Status429TooManyRequests, "RESOURCE_EXHAUSTED", "Quota exceeded for quota metric 'Space reads' and limit 'Space reads per minute per user'.")
        : GoogleAnswers.Error(StatusCodes.Status403Forbidden, "userRateLimitExceeded", "User Rate Limit Exceeded", "usageLimits");

    protected override IResult Failing(HttpContext http) => newShape
        ? GoogleAnswers.Status(StatusCodes.Status500InternalServerError, "INTERNAL", "Internal error encountered.")
        : GoogleAnswers.Error(StatusCodes.Status500InternalServerError, "backendError", "Backend Error");
}
