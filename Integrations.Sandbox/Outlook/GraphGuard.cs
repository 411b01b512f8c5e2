using Integrations.Sandbox.Http;
using Integrations.Sandbox.OAuth;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Outlook;

/// <summary>What stands in front of Microsoft Graph: bearer tokens, scopes, throttling, tracing headers.</summary>
internal sealed class GraphGuard(OAuthServer oauth, TimeProvider time, SandboxOptions options) : VendorGuard(time, options)
{
    protected override IResult? Refuse(HttpContext http)
    {
        http.Response.Headers["request-id"] = Guid.NewGuid().ToString();
        if (http.Request.Headers.TryGetValue("client-request-id", out var id))
        {
            http.Response.Headers["client-request-id"] = id;
        }

        return null;
    }

    protected override TokenLookup Authenticate(HttpContext http) => oauth.Find(AuthorizationValue(http, "Bearer"));

    protected override IResult Unauthorized(HttpContext http, TokenState state)
    {
        http.Response.Headers.WWWAuthenticate = "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", client_id=\"00000003-0000-0000-c000-000000000000\"";
        return GraphError.Answer(http, StatusCodes.Status401Unauthorized, "InvalidAuthenticationToken", state switch
        {
            TokenState.Missing => "Access token is empty.",
            TokenState.Expired => "Lifetime validation failed, the token is expired.",
            _ => "CompactToken validation failed with reason code: 80049228.",
        });
    }

    protected override IResult RateLimited(HttpContext http, TimeSpan retryAfter) => GraphError.Answer(
        http, StatusCodes.Status429TooManyRequests, "ApplicationThrottled", "Application is over its MailboxConcurrency limit.");

    protected override IResult Failing(HttpContext http) => GraphError.Answer(
        http, StatusCodes.Status503ServiceUnavailable, "serviceNotAvailable", "The service is unavailable.");

    protected override IResult? Admit(HttpContext http, SandboxAccess access)
    {
        var preferences = Preferences(http);
        var applied = preferences.Where(p => p.StartsWith("outlook.", StringComparison.OrdinalIgnoreCase) || p.StartsWith("IdType", StringComparison.OrdinalIgnoreCase) || p.StartsWith("odata.maxpagesize", StringComparison.OrdinalIgnoreCase)).ToList();
        if (applied.Count > 0)
        {
            http.Response.Headers["Preference-Applied"] = string.Join(", ", applied);
        }

        return null;
    }

    /// <summary>The single preferences of the <c>Prefer</c> headers.</summary>
    public static IReadOnlyList<string> Preferences(HttpContext http) =>
        [.. http.Request.Headers["Prefer"].SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];

    /// <summary>The refusal when none of the scopes was granted; null when one was.</summary>
    public static IResult? Needs(HttpContext http, params ReadOnlySpan<string> scopes)
    {
        var granted = SandboxAccess.Of(http).Scopes;
        foreach (var scope in scopes)
        {
            if (granted is null || granted.Contains(scope, StringComparer.OrdinalIgnoreCase))
            {
                return null;
            }
        }

        return GraphError.Answer(http, StatusCodes.Status403Forbidden, "ErrorAccessDenied", "Access is denied. Check credentials and try again.");
    }
}
