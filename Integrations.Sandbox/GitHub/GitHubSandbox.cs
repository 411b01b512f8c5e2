using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Integrations.Sandbox.OAuth;
using Integrations.Sandbox.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.GitHub;

/// <summary>GitHub, and a GitHub Enterprise Server at <c>github.example</c>.</summary>
/// <remarks>
/// Sources: docs.github.com, REST API version 2022-11-28; authorizing OAuth apps; refreshing user access tokens (read 2026-11-21).
/// The built-in client is an OAuth app; <c>sandbox-github-app-client</c> is a GitHub App, whose tokens expire and rotate.
/// </remarks>
internal sealed class GitHubSandbox : ISandboxVendor
{
    public const string AppClientId = "sandbox-github-app-client";
    private readonly PastedTokens _classic = new("ghp_");
    private readonly PastedTokens _fineGrained = new("github_pat_");
    private readonly AccountWorlds<GitHubWorld> _worlds;
    private readonly OAuthServer _oauth;
    private readonly GitHubGuard _guard;
    private readonly TimeProvider _time;

    public GitHubSandbox(TimeProvider time, SandboxState state, SandboxOptions options)
    {
        _time = time;
        _worlds = new AccountWorlds<GitHubWorld>(account => GitHubWorld.Create(account, time.GetUtcNow()));
        _oauth = new OAuthServer(Rules(), state, options);
        _guard = new GitHubGuard(_oauth, [_classic, _fineGrained], time, options);
    }

    public string Name => "GitHub";

    public IReadOnlyList<string> Hosts => ["github.com", "api.github.com", "github.example"];

    public IReadOnlyList<SandboxCredential> Credentials =>
    [
        .. SandboxAccounts.All.Select(account => SandboxCredential.OAuth("github", account)),
        .. SandboxAccounts.All.Select(account => SandboxCredential.Pasted("github", "api_key", account, ("token", _classic.For(account)))),
        SandboxCredential.Pasted("github", "api_key", SandboxAccounts.Ada, ("token", _fineGrained.For(SandboxAccounts.Ada))),
        SandboxCredential.Pasted("github", "api_key", SandboxAccounts.Ada, ("token", _classic.For(SandboxAccounts.Ada)), ("baseUrl", "https://github.example")),
    ];

    public void Map(SandboxRoutes routes)
    {
        var endpoints = new GitHubEndpoints(_worlds, _guard, _time);
        var grants = new GitHubGrantEndpoints(_oauth, _time);
        foreach (var web in (string[])["github.com", "github.example"])
        {
            var site = routes.Host(web);
            _oauth.MapAuthorize(site, "/login/oauth/authorize");
            _oauth.MapToken(site, "/login/oauth/access_token");
            site.MapGet("/{owner}/{repo}/issues/{number:int}", ShowIssue);
            site.MapGet("/{owner}/{repo}/pull/{number:int}", ShowIssue);
            site.MapGet("/{owner}/{repo}", (string owner, string repo) => SandboxHtml.Record(Name, $"{owner}/{repo}"));
            site.MapGet("/{login}", (string login) => SandboxHtml.Record(Name, login));
        }

        foreach (var api in (Microsoft.AspNetCore.Routing.RouteGroupBuilder[])[routes.Host("api.github.com"), routes.Host("github.example").MapGroup("/api/v3")])
        {
            grants.Map(api);
            endpoints.Map(api.MapGroup("").AddEndpointFilter(_guard));
        }
    }

    public void Reset()
    {
        _worlds.Reset();
        _guard.Reset();
    }

    private IResult ShowIssue(string owner, string repo, int number) =>
        _worlds.Find(world => world.Repository(owner, repo) is { } repository && world.Issue(repository, number) is { } issue
            ? SandboxHtml.Record(
                Name, $"{issue.Title} #{number}", ("Repository", repository.FullName), ("State", issue.State), ("Author", issue.Author.Name),
                ("Assignees", string.Join(", ", issue.Assignees.Select(person => person.Name))), ("Description", issue.Body),
                ("Comments", string.Join("\n", issue.Comments.Select(comment => $"{comment.Author.Name}: {comment.Body}"))))
            : null)
        ?? SandboxHtml.Problem(Name, "This page does not exist.", StatusCodes.Status404NotFound);

    private static OAuthRules Rules() => new()
    {
        Server = "github",
        VendorName = "GitHub",
        Providers = ["github"],
        MoreClients = [new SandboxClient(AppClientId, "sandbox-github-app-secret")],
        ResponseTypeRequired = false,
        Terms = consent => consent.ClientId == AppClientId
            ? new TokenTerms("ghu_", TimeSpan.FromHours(8), RefreshTokens.Rotating, "ghr_", TimeSpan.FromSeconds(15_811_200)) { Length = 36 }
            : new TokenTerms("gho_", null) { Length = 36 },
        DeniedDescription = "The user has denied your application access.",
        Answer = Answer,
        Refuse = Refuse,
    };

    private static IResult Answer(HttpContext http, IssuedTokens tokens)
    {
        var isApp = tokens.Terms.Refresh == RefreshTokens.Rotating;
        var body = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["access_token"] = tokens.AccessToken,
            ["token_type"] = "bearer",
            ["scope"] = isApp ? "" : string.Join(',', tokens.Consent.Scopes),
        };
        if (isApp)
        {
            body["expires_in"] = tokens.ExpiresInSeconds;
            body["refresh_token"] = tokens.RefreshToken;
            body["refresh_token_expires_in"] = (int)tokens.Terms.RefreshLifetime!.Value.TotalSeconds;
        }

        return FormOrJson(http, body);
    }

    /// <summary>GitHub refuses with 200: the body tells.</summary>
    private static IResult Refuse(HttpContext http, OAuthRefusal refusal)
    {
        var (code, description) = refusal switch
        {
            OAuthRefusal.ClientUnknown or OAuthRefusal.ClientSecretWrong => ("incorrect_client_credentials", "The client_id and/or client_secret passed are incorrect."),
            OAuthRefusal.RedirectDiffers => ("redirect_uri_mismatch", "The redirect_uri MUST match the registered callback URL for this application."),
            OAuthRefusal.RefreshTokenInvalid => ("bad_refresh_token", "The refresh token passed is incorrect or expired."),
            OAuthRefusal.GrantTypeUnsupported => ("unsupported_grant_type", "The grant_type is not supported."),
            _ => ("bad_verification_code", "The code passed is incorrect or expired."),
        };
        return FormOrJson(http, new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["error"] = code,
            ["error_description"] = description,
            ["error_uri"] = $"https://docs.github.com/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors/#{code.Replace('_', '-')}",
        });
    }

    private static IResult FormOrJson(HttpContext http, Dictionary<string, object?> body) =>
        http.Request.Headers.Accept.ToString().Contains("json", StringComparison.OrdinalIgnoreCase)
            ? SandboxJson.Answer(body)
            : SandboxJson.Text(
                string.Join('&', body.Select(member => $"{member.Key}={Uri.EscapeDataString(member.Value?.ToString() ?? "")}")),
                StatusCodes.Status200OK, "application/x-www-form-urlencoded; charset=utf-8");
}
