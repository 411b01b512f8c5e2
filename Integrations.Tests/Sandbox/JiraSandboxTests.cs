using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Integrations.Sandbox;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Sandbox;

public sealed class JiraSandboxTests : IAsyncLifetime
{
    private const string Site = "https://acme.atlassian.net/rest/api/3";
    private const string DataCenter = "https://jira.example/rest/api/2";
    private const string Scopes = "read:jira-user read:jira-work write:jira-work offline_access";
    private readonly MovableClock _clock = new();
    private readonly HttpClient _http = SandboxConsent.Browser();
    private SandboxServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await SandboxServer.StartAsync(_clock);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task OAuth_FromConsentToProfile_Works()
    {
        var tokens = await ConnectAsync(SandboxAccounts.Ada);
        var gateway = await GatewayAsync(tokens);

        var me = await JsonAsync(await GetAsync($"{gateway}/rest/api/3/myself", Bearer(tokens)));

        Assert.Equal(SandboxAccounts.Ada.Name, (string?)me["displayName"]);
        Assert.StartsWith($"{_server.Origin}sandbox/api.atlassian.com/ex/jira/", (string)me["self"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Authorize_WithoutAudience_ComesBackAsInvalidRequest()
    {
        using var answer = await _http.GetAsync(Authorize(Scopes, audience: ""));

        Assert.Contains("error=invalid_request", answer.Headers.Location!.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_WithoutOfflineAccess_HasNoRefreshToken()
    {
        var tokens = await ConnectAsync(SandboxAccounts.Ada, "read:jira-user");

        Assert.Null(tokens["refresh_token"]);
    }

    [Fact]
    public async Task Refresh_Rotates_WithTenMinutesOfGrace()
    {
        var tokens = await ConnectAsync(SandboxAccounts.Ada);
        var old = (string)tokens["refresh_token"]!;

        using var first = await RefreshAsync(old);
        _clock.Advance(TimeSpan.FromMinutes(9));
        using var withinGrace = await RefreshAsync(old);
        _clock.Advance(TimeSpan.FromMinutes(1));
        using var late = await RefreshAsync(old);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, withinGrace.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, late.StatusCode);
        Assert.Equal("Unknown or invalid refresh token.", (string?)(await JsonAsync(late))["error_description"]);
    }

    [Fact]
    public async Task Refresh_WithWrongSecret_Is401()
    {
        using var answer = await RefreshAsync("x", "wrong");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Gateway_MissingScope_SaysSo()
    {
        var tokens = await ConnectAsync(SandboxAccounts.Ada, "read:jira-user");

        using var answer = await SearchAsync(await GatewayAsync(tokens) + "/rest/api/3", Bearer(tokens), new { jql = "project = WID" });

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Unauthorized; scope does not match", (string?)(await JsonAsync(answer))["message"]);
    }

    [Fact]
    public async Task Gateway_ExpiredTokenOrForeignSite_Is401()
    {
        var ada = await ConnectAsync(SandboxAccounts.Ada);
        var gus = await ConnectAsync(SandboxAccounts.Gus);
        using var foreign = await GetAsync($"{await GatewayAsync(gus)}/rest/api/3/myself", Bearer(ada));
        var own = await GatewayAsync(ada);
        _clock.Advance(TimeSpan.FromHours(1));

        using var expired = await GetAsync($"{own}/rest/api/3/myself", Bearer(ada));

        Assert.Equal(HttpStatusCode.Unauthorized, foreign.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, expired.StatusCode);
    }

    [Fact]
    public async Task Site_WrongToken_ShowsOnMyselfOnly()
    {
        var wrong = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("ada@acme.test:wrong"u8));

        using var myself = await GetAsync($"{Site}/myself", wrong);
        using var search = await SearchAsync(Site, wrong, new { jql = "updated >= -30d" });

        Assert.Equal(HttpStatusCode.Unauthorized, myself.StatusCode);
        Assert.StartsWith("Client must be authenticated", await myself.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, search.StatusCode);
        Assert.Equal("AUTHENTICATED_FAILED", Assert.Single(search.Headers.GetValues("X-Seraph-LoginReason")));
        Assert.Empty((await JsonAsync(search))["issues"]!.AsArray());
    }

    [Fact]
    public async Task Site_OAuthToken_Is403()
    {
        var tokens = await ConnectAsync(SandboxAccounts.Ada);

        using var answer = await GetAsync($"{Site}/myself", Bearer(tokens));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Accounts_Misbehave_AsAnnounced()
    {
        using var revoked = await GetAsync($"{Site}/myself", Basic(SandboxAccounts.Revoked));
        using var limited = await GetAsync($"{Site}/myself", Basic(SandboxAccounts.RateLimited));
        using var failing = await GetAsync($"{Site}/myself", Basic(SandboxAccounts.Failing));
        using var empty = await SearchAsync(Site, Basic(SandboxAccounts.Empty), new { jql = "updated >= -300d" });

        Assert.Equal(HttpStatusCode.Unauthorized, revoked.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, limited.StatusCode);
        Assert.Equal("jira-burst-based", Assert.Single(limited.Headers.GetValues("RateLimit-Reason")));
        Assert.Equal("20", Assert.Single(limited.Headers.GetValues("Retry-After")));
        Assert.Equal(HttpStatusCode.InternalServerError, failing.StatusCode);
        Assert.Empty((await JsonAsync(empty))["issues"]!.AsArray());
    }

    [Theory]
    [InlineData("ORDER BY updated DESC")]
    [InlineData("")]
    [InlineData("nofield = 3")]
    [InlineData("key = \"ABC-9\"")]
    [InlineData("text ~ \"*x\"")]
    [InlineData("project = ")]
    [InlineData("updated >= yesterdayish")]
    public async Task Search_RefusedQueries_Are400(string jql)
    {
        using var answer = await SearchAsync(Site, Basic(SandboxAccounts.Ada), new { jql });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.NotEmpty((await JsonAsync(answer))["errorMessages"]!.AsArray());
    }

    [Fact]
    public async Task Search_UnknownMember_Is400()
    {
        using var answer = await SearchAsync(Site, Basic(SandboxAccounts.Ada), new { jql = "project = WID", startAt = 0 });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Search_WithoutFields_GivesIdsOnly()
    {
        var page = await JsonAsync(await SearchAsync(Site, Basic(SandboxAccounts.Ada), new { jql = "project = WID" }));

        Assert.All(page["issues"]!.AsArray(), issue => Assert.Equal(["id"], issue!.AsObject().Select(member => member.Key)));
    }

    [Fact]
    public async Task Search_ByTextAndDates_HonoursBoth()
    {
        var page = await JsonAsync(await SearchAsync(Site, Basic(SandboxAccounts.Ada), new
        {
            jql = "text ~ \"export*\" AND updated >= \"2026-09-01\" AND updated < \"2026-11-21\" AND project in (WID, WEB) ORDER BY updated DESC",
            fields = new[] { "summary", "updated", "description" },
        }));

        var issues = page["issues"]!.AsArray();
        Assert.NotEmpty(issues);
        Assert.All(issues, issue => Assert.Equal(3, issue!["fields"]!.AsObject().Count));
        Assert.All(issues, issue => Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d{4}$", (string)issue!["fields"]!["updated"]!));
        Assert.All(issues, issue => Assert.Equal("doc", (string?)issue!["fields"]!["description"]!["type"]));
    }

    [Theory]
    [InlineData("assignee = currentUser() AND statusCategory != Done")]
    [InlineData("(project = WID OR project = Website) AND NOT status = \"In Progress\"")]
    [InlineData("duedate >= startOfDay(-14d) AND duedate <= \"2027-01-01\" order by duedate asc, key desc")]
    [InlineData("assignee is EMPTY AND created >= -52w")]
    [InlineData("labels not in (mobile) AND priority = High")]
    public async Task Search_OrdinaryQueries_FindSomething(string jql)
    {
        using var answer = await SearchAsync(Site, Basic(SandboxAccounts.Ada), new { jql });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotEmpty((await JsonAsync(answer))["issues"]!.AsArray());
    }

    [Fact]
    public async Task Pages_FollowTheTokenUntilTheLast()
    {
        var ids = new HashSet<string>();
        string? token = null;
        JsonNode page;
        do
        {
            object body = token is null ? new { jql = "created >= -52w", maxResults = 70 } : new { jql = "created >= -52w", maxResults = 70, nextPageToken = token };
            page = await JsonAsync(await SearchAsync(Site, Basic(SandboxAccounts.Ada), body));
            Assert.All(page["issues"]!.AsArray(), issue => Assert.True(ids.Add((string)issue!["id"]!)));
            token = (string?)page["nextPageToken"];
        }
        while (token is not null);

        Assert.True((bool)page["isLast"]!);
        var count = await JsonAsync(await SendAsync(HttpMethod.Post, $"{Site}/search/approximate-count", Basic(SandboxAccounts.Ada), new { jql = "created >= -52w" }));
        Assert.Equal(ids.Count, (int)count["count"]!);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("3")]
    public async Task OldSearch_IsGone(string version)
    {
        using var answer = await GetAsync($"https://acme.atlassian.net/rest/api/{version}/search?jql=project=WID", Basic(SandboxAccounts.Ada));

        Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
    }

    [Fact]
    public async Task Issue_CreatedCommentedMoved_IsFoundBySearch()
    {
        var ada = Basic(SandboxAccounts.Ada);
        using var created = await SendAsync(HttpMethod.Post, $"{Site}/issue", ada, new
        {
            fields = new { project = new { key = "WID" }, issuetype = new { id = "10004" }, summary = "Zebra crossing", description = Doc("Stripes"), labels = new[] { "zoo" } },
        });
        var key = (string)(await JsonAsync(created))["key"]!;
        using var commented = await SendAsync(HttpMethod.Post, $"{Site}/issue/{key}/comment", ada, new { body = Doc("Seen") });
        using var moved = await SendAsync(HttpMethod.Post, $"{Site}/issue/{key}/transitions", ada, new { transition = new { id = "31" } });
        using var assigned = await SendAsync(HttpMethod.Put, $"{Site}/issue/{key}/assignee", ada, new { accountId = (string?)null });

        var page = await JsonAsync(await SearchAsync(Site, ada, new { jql = "text ~ \"zebra\" AND statusCategory = Done", fields = new[] { "comment" } }));
        var found = Assert.Single(page["issues"]!.AsArray())!;

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(HttpStatusCode.Created, commented.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, moved.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, assigned.StatusCode);
        Assert.Equal(1, (int)found["fields"]!["comment"]!["total"]!);
        Assert.Contains("Zebra crossing", await _http.GetStringAsync(_server.Address($"https://acme.atlassian.net/browse/{key}")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Issue_PlainDescriptionAndUnknownField_Are400PerField()
    {
        using var answer = await SendAsync(HttpMethod.Post, $"{Site}/issue", Basic(SandboxAccounts.Ada), new
        {
            fields = new { project = new { key = "WID" }, issuetype = new { id = "10004" }, summary = "x", description = "plain", customfield_1 = 1 },
        });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(["description", "customfield_1"], (await JsonAsync(answer))["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task Write_FromABrowser_Is403()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _server.Address($"{Site}/issue")) { Content = JsonContent.Create(new { }) };
        request.Headers.Authorization = Basic(SandboxAccounts.Ada);
        request.Headers.TryAddWithoutValidation("User-Agent", "Mozilla/5.0");

        using var answer = await _http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("XSRF check failed", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Issue_Absent_Is404()
    {
        using var answer = await GetAsync($"{Site}/issue/WID-999999", Basic(SandboxAccounts.Ada));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task DataCenter_SpeaksPlainTextAndTotals()
    {
        var pat = new AuthenticationHeaderValue("Bearer", Field("api_key", SandboxAccounts.Ada, "token"));
        var me = await JsonAsync(await GetAsync($"{DataCenter}/myself", pat));
        using var created = await SendAsync(HttpMethod.Post, $"{DataCenter}/issue", pat, new
        {
            fields = new { project = new { key = "WID" }, issuetype = new { name = "Bug" }, summary = "Zebra", description = "Stripes", assignee = new { name = SandboxAccounts.Ada.Login } },
        });
        var found = await JsonAsync(await SendAsync(HttpMethod.Post, $"{DataCenter}/search", pat, new { jql = "text ~ zebra ORDER BY created", startAt = 0, maxResults = 10, fields = new[] { "description" } }));

        Assert.Equal(SandboxAccounts.Ada.Login, (string?)me["name"]);
        Assert.Null(me["accountId"]);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(1, (int)found["total"]!);
        Assert.Equal("Stripes", (string?)found["issues"]![0]!["fields"]!["description"]);
    }

    [Fact]
    public async Task DataCenter_WrongToken_Is401WithHtml()
    {
        using var answer = await GetAsync($"{DataCenter}/myself", new AuthenticationHeaderValue("Bearer", "wrong"));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task ProjectsPeopleAndCreateFields_AreListed()
    {
        var ada = Basic(SandboxAccounts.Ada);
        var projects = await JsonAsync(await GetAsync($"{Site}/project/search?query=wid&maxResults=1", ada));
        var people = await JsonAsync(await GetAsync($"{Site}/user/search?query=ada", ada));
        var types = await JsonAsync(await GetAsync($"{Site}/issue/createmeta/WID/issuetypes", ada));
        var fields = await JsonAsync(await GetAsync($"{Site}/issue/createmeta/WID/issuetypes/10004", ada));

        Assert.Equal("WID", (string?)Assert.Single(projects["values"]!.AsArray())!["key"]);
        Assert.Equal(SandboxAccounts.Ada.Name, (string?)Assert.Single(people.AsArray())!["displayName"]);
        Assert.NotEmpty(types["issueTypes"]!.AsArray());
        Assert.Contains(fields["fields"]!.AsArray(), field => (string?)field!["fieldId"] == "summary" && (bool)field["required"]!);
    }

    private static JsonObject Doc(string text) => (JsonObject)JsonNode.Parse(
        $$"""{"version":1,"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"{{text}}"}]}]}""")!;

    private Uri Authorize(string scopes, string audience = "api.atlassian.com") => _server.Address(
        $"https://auth.atlassian.com/authorize?audience={audience}&client_id=sandbox-jira-client&scope={Uri.EscapeDataString(scopes)}&redirect_uri={Uri.EscapeDataString(SandboxConsent.Callback)}&state=s&response_type=code&prompt=consent");

    private async Task<JsonNode> ConnectAsync(SandboxAccount account, string scopes = Scopes)
    {
        var back = await SandboxConsent.AllowAsync(_http, Authorize(scopes), account);
        using var answer = await _http.PostAsJsonAsync(_server.Address("https://auth.atlassian.com/oauth/token"), new
        {
            grant_type = "authorization_code",
            client_id = "sandbox-jira-client",
            client_secret = "sandbox-jira-secret",
            code = back.Code,
            redirect_uri = SandboxConsent.Callback,
        });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await JsonAsync(answer);
    }

    private Task<HttpResponseMessage> RefreshAsync(string token, string secret = "sandbox-jira-secret") => _http.PostAsJsonAsync(
        _server.Address("https://auth.atlassian.com/oauth/token"),
        new { grant_type = "refresh_token", client_id = "sandbox-jira-client", client_secret = secret, refresh_token = token });

    private async Task<string> GatewayAsync(JsonNode tokens)
    {
        var sites = await JsonAsync(await GetAsync("https://api.atlassian.com/oauth/token/accessible-resources", Bearer(tokens)));
        return $"https://api.atlassian.com/ex/jira/{(string?)Assert.Single(sites.AsArray())!["id"]}";
    }

    private static AuthenticationHeaderValue Bearer(JsonNode tokens) => new("Bearer", (string?)tokens["access_token"]);

    private AuthenticationHeaderValue Basic(SandboxAccount account) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account.Email}:{Field("basic", account, "apiToken")}")));

    private string Field(string kind, SandboxAccount account, string field) =>
        _server.Credentials.First(credential => credential.Provider == "jira" && credential.Kind == kind && credential.Account == account.Email).Fields[field];

    private Task<HttpResponseMessage> SearchAsync(string api, AuthenticationHeaderValue authorization, object body) =>
        SendAsync(HttpMethod.Post, $"{api}/search/jql", authorization, body);

    private Task<HttpResponseMessage> GetAsync(string address, AuthenticationHeaderValue authorization) => SendAsync(HttpMethod.Get, address, authorization);

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, AuthenticationHeaderValue authorization, object? body = null)
    {
        using var request = new HttpRequestMessage(method, _server.Address(address)) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = authorization;
        return await _http.SendAsync(request);
    }

    private static async Task<JsonNode> JsonAsync(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
}
