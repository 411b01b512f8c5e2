using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Integrations.Sandbox.OAuth;
using Integrations.Sandbox.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Jira;

/// <summary>Jira Cloud behind Atlassian's gateway and at its sites, and a Jira Data Center at <c>jira.example</c>.</summary>
/// <remarks>Sources: Atlassian's OpenAPI description of Jira Cloud v3; OAuth 2.0 (3LO) apps; rate limiting (read 2026-11-21).</remarks>
internal sealed class JiraSandbox : ISandboxVendor
{
    private readonly JiraTokens _tokens = new(new PastedTokens("ATATT3x"), new PastedTokens("ATATT3scoped"), new PastedTokens("NjA"));
    private readonly AccountWorlds<JiraWorld> _worlds;
    private readonly OAuthServer _oauth;
    private readonly TimeProvider _time;
    private readonly SandboxOptions _options;

    public JiraSandbox(TimeProvider time, SandboxState state, SandboxOptions options)
    {
        _time = time;
        _options = options;
        _worlds = new AccountWorlds<JiraWorld>(account => JiraWorld.Create(account, time.GetUtcNow()));
        _oauth = new OAuthServer(Rules(), state, options);
    }

    public string Name => "Jira";

    public IReadOnlyList<string> Hosts => ["auth.atlassian.com", "api.atlassian.com", "acme.atlassian.net", "globex.atlassian.net", "jira.example"];

    public IReadOnlyList<SandboxCredential> Credentials =>
    [
        .. SandboxAccounts.All.Select(account => SandboxCredential.OAuth("jira", account)),
        .. SandboxAccounts.All.Select(account => Basic(account, _tokens.Classic)),
        Basic(SandboxAccounts.Ada, _tokens.Scoped),
        .. SandboxAccounts.All.Select(account => SandboxCredential.Pasted(
            "jira", "api_key", account, ("baseUrl", "https://jira.example"), ("token", _tokens.Personal.For(account)))),
    ];

    public void Map(SandboxRoutes routes)
    {
        var authorization = routes.Host("auth.atlassian.com");
        _oauth.MapAuthorize(authorization, "/authorize");
        _oauth.MapToken(authorization, "/oauth/token");

        var gateway = routes.Host("api.atlassian.com");
        gateway.MapGet("/oauth/token/accessible-resources", (Delegate)Sites);
        gateway.MapGet("/me", (Delegate)Me);
        var cloud = new JiraCloudEndpoints(_worlds, _time);
        cloud.Map(gateway.MapGroup("/ex/jira/{cloudId:guid}/rest/api").AddEndpointFilter(Guard(JiraDoor.Gateway)));
        foreach (var organization in (string[])["acme", "globex"])
        {
            var site = routes.Host($"{organization}.atlassian.net");
            site.MapGet("/_edge/tenant_info", () => JiraAnswers.Ok(new { cloudId = JiraGuard.CloudId(organization) }));
            site.MapGet("/browse/{key}", ShowIssue);
            cloud.Map(site.MapGroup("/rest/api").AddEndpointFilter(Guard(JiraDoor.Site)));
        }

        var dataCenter = routes.Host("jira.example");
        dataCenter.MapGet("/browse/{key}", ShowIssue);
        new JiraDataCenterEndpoints(_worlds, _time).Map(dataCenter.MapGroup("/rest/api/2").AddEndpointFilter(Guard(JiraDoor.DataCenter)));
    }

    public void Reset() => _worlds.Reset();

    private static SandboxCredential Basic(SandboxAccount account, PastedTokens tokens) => SandboxCredential.Pasted(
        "jira", "basic", account, ("siteUrl", $"https://{account.Organization}.atlassian.net"), ("email", account.Email), ("apiToken", tokens.For(account)));

    private JiraGuard Guard(JiraDoor door) => new(door, _oauth, _tokens, _time, _options);

    private IResult Sites(HttpContext http)
    {
        if (Bearer(http) is not { } access)
        {
            return JiraAnswers.Gateway(StatusCodes.Status401Unauthorized, "Unauthorized");
        }

        var organization = access.Account.Organization;
        return JiraAnswers.Ok(new[]
        {
            new
            {
                id = JiraGuard.CloudId(organization),
                name = organization,
                url = $"https://{organization}.atlassian.net",
                scopes = access.Scopes!.Where(scope => scope.Contains("jira", StringComparison.Ordinal)),
                avatarUrl = "https://site-admin-avatars-cdn.prod.public.atl-paas.net/avatars/240/flag.png",
            },
        });
    }

    private IResult Me(HttpContext http)
    {
        if (Bearer(http) is not { } access)
        {
            return JiraAnswers.Gateway(StatusCodes.Status401Unauthorized, "Unauthorized");
        }

        return access.May("read:me")
            ? JiraAnswers.Ok(new
            {
                account_id = JiraWorld.AccountId(new DemoPerson(access.Account.Name, access.Account.Email)),
                account_type = "atlassian",
                account_status = "active",
                email = access.Account.Email,
                name = access.Account.Name,
                nickname = access.Account.Login,
                picture = "https://avatar-management.services.atlassian.com/initials/A.png",
                locale = "en-US",
            })
            : JiraAnswers.Gateway(StatusCodes.Status403Forbidden, "Forbidden; scope does not match");
    }

    private SandboxAccess? Bearer(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? _oauth.Find(header["Bearer ".Length..]).Access : null;
    }

    private IResult ShowIssue(string key) =>
        _worlds.Find(world => world.Issue(key) is { } issue
            ? SandboxHtml.Record(
                Name, $"{issue.Key} {issue.Summary}", ("Project", issue.Project.Name), ("Status", issue.Status.Name), ("Assignee", issue.Assignee?.Name),
                ("Reporter", issue.Reporter?.Name), ("Due", issue.DueDate?.ToString("yyyy-MM-dd")), ("Description", Adf.ToText(issue.Description)),
                ("Comments", string.Join("\n", issue.Comments.Select(comment => $"{comment.Author.Name}: {Adf.ToText(comment.Body)}"))))
            : world.Project(key) is { } project ? SandboxHtml.Record(Name, project.Name, ("Key", project.Key)) : null)
        ?? SandboxHtml.Problem(Name, "This issue does not exist.", StatusCodes.Status404NotFound);

    private static OAuthRules Rules() => new()
    {
        Server = "jira",
        VendorName = "Jira",
        Providers = ["jira"],
        Pkce = Pkce.Ignored,
        RequiredParameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["audience"] = "api.atlassian.com" },
        KnownScopes = new HashSet<string>(StringComparer.Ordinal) { "read:jira-user", "read:jira-work", "write:jira-work", "manage:jira-webhook", "offline_access", "read:me" },
        CodeLifetime = TimeSpan.FromMinutes(5),
        CodeLength = 400,
        RotationGrace = TimeSpan.FromMinutes(10),
        Terms = consent => new TokenTerms(
            "eyJraWQiOiJzYW5kYm94In0.", TimeSpan.FromHours(1), consent.Scopes.Contains("offline_access") ? RefreshTokens.Rotating : RefreshTokens.None,
            "eyJraWQiOiJzYW5kYm94LXJlZnJlc2gifQ.", TimeSpan.FromDays(90))
        { Length = 1200 },
        Answer = Answer,
        Refuse = (_, refusal) => refusal switch
        {
            OAuthRefusal.ClientUnknown or OAuthRefusal.ClientSecretWrong =>
                JiraAnswers.Ok(new { error = "access_denied", error_description = "Unauthorized" }, StatusCodes.Status401Unauthorized),
            OAuthRefusal.RefreshTokenInvalid =>
                JiraAnswers.Ok(new { error = "invalid_grant", error_description = "Unknown or invalid refresh token." }, StatusCodes.Status403Forbidden),
            OAuthRefusal.GrantTypeUnsupported or OAuthRefusal.ParameterMissing =>
                JiraAnswers.Ok(new { error = refusal.StandardCode(), error_description = "Missing or unsupported parameter." }, StatusCodes.Status400BadRequest),
            _ => JiraAnswers.Ok(new { error = "invalid_grant", error_description = "Invalid authorization code" }, StatusCodes.Status403Forbidden),
        },
    };

    private static IResult Answer(HttpContext http, IssuedTokens tokens)
    {
        var body = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["access_token"] = tokens.AccessToken,
            ["expires_in"] = tokens.ExpiresInSeconds,
            ["token_type"] = "Bearer",
            ["scope"] = string.Join(' ', tokens.Consent.Scopes),
        };
        if (tokens.RefreshToken is { } refresh)
        {
            body["refresh_token"] = refresh;
        }

        return JiraAnswers.Ok(body);
    }
}
