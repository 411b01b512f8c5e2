using System.Collections.Concurrent;
using Integrations.Sandbox.Http;
using Integrations.Sandbox.OAuth;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.GitHub;

/// <summary>Headers, tokens and limits of GitHub's API.</summary>
internal sealed class GitHubGuard(OAuthServer oauth, IReadOnlyList<PastedTokens> pasted, TimeProvider time, SandboxOptions options) : VendorGuard(time, options)
{
    private static readonly string[] Versions = ["2022-11-28", "2026-03-10"];
    private readonly ConcurrentDictionary<(string Token, string Resource, long Window), int> _used = new();

    /// <summary>Fine-grained tokens see only what they were given; here: one repository.</summary>
    public static bool IsFineGrained(SandboxAccess access) => access.Token.StartsWith("github_pat_", StringComparison.Ordinal);

    /// <summary>Remaining requests of this window, without using one up.</summary>
    public object Limit(SandboxAccess access, string resource)
    {
        var (limit, window, reset) = Window(resource);
        var used = _used.GetValueOrDefault((access.Token, resource, window));
        return new { limit, remaining = limit - used, reset, used };
    }

    public void Reset() => _used.Clear();

    protected override IResult? Refuse(HttpContext http)
    {
        http.Response.Headers["X-GitHub-Request-Id"] = $"{Guid.NewGuid():N}"[..12].ToUpperInvariant();
        http.Response.Headers["X-GitHub-Media-Type"] = "github.v3; format=json";
        if (string.IsNullOrWhiteSpace(http.Request.Headers.UserAgent))
        {
            return SandboxJson.Text(
                "Request forbidden by administrative rules. Please make sure your request has a User-Agent header (https://docs.github.com/en/rest/overview/resources-in-the-rest-api#user-agent-required). Check https://developer.github.com for other possible causes.",
                StatusCodes.Status403Forbidden);
        }

        var version = http.Request.Headers["X-GitHub-Api-Version"].ToString();
        if (version.Length > 0 && !Versions.Contains(version))
        {
            return GitHubAnswers.Error(StatusCodes.Status400BadRequest, "Bad Request",
                $"The version you specified ({version}) is not a supported version. Please use one of: {string.Join(", ", Versions)}.");
        }

        http.Response.Headers["X-GitHub-Api-Version-Selected"] = version.Length > 0 ? version : Versions[0];
        return null;
    }

    protected override TokenLookup Authenticate(HttpContext http)
    {
        var token = AuthorizationValue(http, "Bearer", "token");
        var lookup = oauth.Find(token);
        if (lookup.State != TokenState.Unknown)
        {
            // Tokens of GitHub Apps carry permissions instead of scopes.
            return lookup.Access is { } access && access.Token.StartsWith("ghu_", StringComparison.Ordinal)
                ? TokenLookup.Of(access with { Scopes = null })
                : lookup;
        }

        return pasted.Select(tokens => tokens.Find(token)).FirstOrDefault(found => found.Access is not null, TokenLookup.Unknown);
    }

    protected override bool AllowsAnonymous(HttpContext http) => http.Request.Path.Value!.EndsWith("/meta", StringComparison.Ordinal);

    protected override IResult Unauthorized(HttpContext http, TokenState state) =>
        GitHubAnswers.Error(StatusCodes.Status401Unauthorized, state == TokenState.Missing ? "Requires authentication" : "Bad credentials");

    protected override IResult RateLimited(HttpContext http, TimeSpan retryAfter) =>
        GitHubAnswers.Error(StatusCodes.Status403Forbidden, "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.");

    protected override IResult Failing(HttpContext http) =>
        GitHubAnswers.Error(StatusCodes.Status500InternalServerError, "Server Error");

    protected override IResult? Admit(HttpContext http, SandboxAccess access)
    {
        var headers = http.Response.Headers;
        var resource = http.Request.Path.Value!.Contains("/search/", StringComparison.Ordinal) ? "search" : "core";
        var (limit, window, reset) = Window(resource);
        var isFree = http.Request.Path.Value!.EndsWith("/rate_limit", StringComparison.Ordinal);

        // The numbers count down as the real ones; the healthy account never runs dry.
        var used = isFree
            ? _used.GetValueOrDefault((access.Token, resource, window))
            : _used.AddOrUpdate((access.Token, resource, window), 1, (_, before) => Math.Min(before + 1, limit - 1));
        headers["X-RateLimit-Limit"] = limit.ToString();
        headers["X-RateLimit-Remaining"] = (limit - used).ToString();
        headers["X-RateLimit-Used"] = used.ToString();
        headers["X-RateLimit-Reset"] = reset.ToString();
        headers["X-RateLimit-Resource"] = resource;
        headers["X-OAuth-Scopes"] = IsFineGrained(access) || access.Token.StartsWith("ghu_", StringComparison.Ordinal)
            ? ""
            : string.Join(", ", access.Scopes ?? new HashSet<string>(StringComparer.Ordinal) { "repo", "read:user", "user:email" });
        if (access.IssuedAt is null)
        {
            headers["GitHub-Authentication-Token-Expiration"] = Time.GetUtcNow().Date.AddDays(90).ToString("yyyy-MM-dd' 09:00:00 UTC'");
        }

        return null;
    }

    private (int Limit, long Window, long Reset) Window(string resource)
    {
        var seconds = resource == "search" ? 60 : 3600;
        var window = Time.GetUtcNow().ToUnixTimeSeconds() / seconds;
        return (resource == "search" ? 30 : 5000, window, (window + 1) * seconds);
    }
}
