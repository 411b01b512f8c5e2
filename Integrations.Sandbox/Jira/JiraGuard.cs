using System.Text;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Integrations.Sandbox.OAuth;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Jira;

/// <summary>Credentials, scopes and limits of Jira.</summary>
internal sealed class JiraGuard(JiraDoor door, OAuthServer oauth, JiraTokens tokens, TimeProvider time, SandboxOptions options) : VendorGuard(time, options)
{
    private const string LoginReason = "X-Seraph-LoginReason";

    protected override IResult? Refuse(HttpContext http)
    {
        http.Response.Headers["X-AREQUESTID"] = $"{Guid.NewGuid():N}";
        var isWrite = !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method);
        if (!isWrite)
        {
            return null;
        }

        if (http.Request.Headers.UserAgent.ToString().StartsWith("Mozilla", StringComparison.OrdinalIgnoreCase) || http.Request.Headers.ContainsKey("Cookie"))
        {
            return SandboxJson.Text("XSRF check failed", StatusCodes.Status403Forbidden);
        }

        var hasBody = http.Request.ContentLength is not (null or 0) || http.Request.Headers.TransferEncoding.Count > 0;
        return hasBody && !http.Request.HasJsonContentType() ? JiraAnswers.UnsupportedMedia() : null;
    }

    protected override TokenLookup Authenticate(HttpContext http)
    {
        var bearer = AuthorizationValue(http, "Bearer");
        var lookup = door switch
        {
            JiraDoor.DataCenter => tokens.Personal.Find(bearer),
            JiraDoor.Gateway when bearer is not null => oauth.Find(bearer),
            _ => Basic(AuthorizationValue(http, "Basic")),
        };

        // A grant and a token cover the site of their organization only.
        var isForeign = lookup.Access is { } access && door != JiraDoor.DataCenter && !http.Request.Path.Value!.Contains(SiteMark(access.Account), StringComparison.OrdinalIgnoreCase);
        return isForeign ? TokenLookup.Unknown : lookup;
    }

    protected override bool AllowsAnonymous(HttpContext http)
    {
        // On its site Jira answers strangers too, with nothing to see: a dead token does not look dead.
        var path = http.Request.Path.Value!;
        var isOpen = door == JiraDoor.Site && !IsProfile(path)
            && (path.EndsWith("/serverInfo", StringComparison.Ordinal) || path.Contains("/search", StringComparison.Ordinal) || (HttpMethods.IsGet(http.Request.Method) && path.Contains("/issue/", StringComparison.Ordinal)))
            && AuthorizationValue(http, "Bearer") is null;
        if (isOpen && http.Request.Headers.Authorization.Count > 0)
        {
            http.Response.Headers[LoginReason] = "AUTHENTICATED_FAILED";
        }

        return isOpen;
    }

    protected override IResult Unauthorized(HttpContext http, TokenState state)
    {
        if (door == JiraDoor.Gateway)
        {
            return JiraAnswers.Gateway(StatusCodes.Status401Unauthorized, "Unauthorized");
        }

        if (door == JiraDoor.Site && AuthorizationValue(http, "Bearer") is not null)
        {
            return JiraAnswers.Ok(new { error = "Failed to parse Connect Session Auth Token" }, StatusCodes.Status403Forbidden);
        }

        http.Response.Headers[LoginReason] = "AUTHENTICATED_FAILED";
        if (door == JiraDoor.DataCenter)
        {
            return SandboxJson.Text("<html><head><title>Unauthorized (401)</title></head><body>Unauthorized (401)</body></html>", StatusCodes.Status401Unauthorized, "text/html;charset=UTF-8");
        }

        http.Response.Headers.WWWAuthenticate = "OAuth realm=\"https%3A%2F%2Facme.atlassian.net\"";
        return SandboxJson.Text("Client must be authenticated to access this resource.", StatusCodes.Status401Unauthorized);
    }

    protected override IResult RateLimited(HttpContext http, TimeSpan retryAfter)
    {
        var headers = http.Response.Headers;
        headers["RateLimit-Reason"] = "jira-burst-based";
        headers["X-RateLimit-Limit"] = "100";
        headers["X-RateLimit-Remaining"] = "0";
        headers["X-RateLimit-Reset"] = (Time.GetUtcNow() + retryAfter).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
        return JiraAnswers.Error(StatusCodes.Status429TooManyRequests, "Rate limit exceeded. Retry after the time in Retry-After.");
    }

    protected override IResult Failing(HttpContext http) =>
        JiraAnswers.Error(StatusCodes.Status500InternalServerError, "Internal server error");

    protected override IResult? Admit(HttpContext http, SandboxAccess access)
    {
        var path = http.Request.Path.Value!;
        var reads = HttpMethods.IsGet(http.Request.Method) || path.Contains("/search/", StringComparison.Ordinal);
        var scope = IsProfile(path) ? "read:jira-user" : reads ? "read:jira-work" : "write:jira-work";
        return access.May(scope) ? null : JiraAnswers.Gateway(StatusCodes.Status401Unauthorized, "Unauthorized; scope does not match");
    }

    public static Guid CloudId(string organization) => SandboxSeed.Guid("jira-cloud", organization);

    private string SiteMark(SandboxAccount account) =>
        door == JiraDoor.Gateway ? $"/ex/jira/{CloudId(account.Organization):D}/" : $"/{account.Organization}.atlassian.net/";

    private static bool IsProfile(string path) =>
        path.EndsWith("/myself", StringComparison.Ordinal) || path.EndsWith("/user", StringComparison.Ordinal) || path.Contains("/user/", StringComparison.Ordinal);

    private TokenLookup Basic(string? value)
    {
        if (value is null)
        {
            return TokenLookup.None;
        }

        try
        {
            var pair = Encoding.UTF8.GetString(Convert.FromBase64String(value)).Split(':', 2);
            var found = (door == JiraDoor.Gateway ? tokens.Scoped : tokens.Classic).Find(pair.Length == 2 ? pair[1] : "");
            return found.Access is { } access && string.Equals(access.Account.Email, pair[0], StringComparison.OrdinalIgnoreCase) ? found : TokenLookup.Unknown;
        }
        catch (FormatException)
        {
            return TokenLookup.Unknown;
        }
    }
}
