using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Integrations.Sandbox;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Sandbox;

public sealed class GitHubSandboxTests : IAsyncLifetime
{
    private readonly MovableClock _clock = new();
    private readonly HttpClient _http = SandboxConsent.Browser();
    private SandboxServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await SandboxServer.StartAsync(_clock);
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("IntegrationsHub", "1.0"));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task User_ByToken_IsTheAccount()
    {
        var user = await ReadAsync("https://api.github.com/user", SandboxAccounts.Ada);

        Assert.Equal(SandboxAccounts.Ada.Login, (string?)user["login"]);
        Assert.Equal(SandboxAccounts.Ada.Name, (string?)user["name"]);
    }

    [Fact]
    public async Task User_AtTheEnterpriseAddress_LinksToItself()
    {
        var user = await ReadAsync("https://github.example/api/v3/user", SandboxAccounts.Ada);

        Assert.Equal($"{_server.Origin}sandbox/github.example/api/v3/users/{SandboxAccounts.Ada.Login}", (string?)user["url"]);
    }

    [Fact]
    public async Task Request_WithoutUserAgent_Is403()
    {
        using var bare = new HttpClient();

        using var answer = await bare.GetAsync(_server.Address("https://api.github.com/user"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData(null, "Requires authentication")]
    [InlineData("ghp_wrong", "Bad credentials")]
    public async Task Request_WithoutGoodToken_Is401(string? token, string message)
    {
        using var answer = await SendAsync(HttpMethod.Get, "https://api.github.com/user", token);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(message, (string?)(await JsonAsync(answer))["message"]);
    }

    [Fact]
    public async Task Request_WithUnknownVersion_Is400WithErrorsAsText()
    {
        using var request = Request(HttpMethod.Get, "https://api.github.com/user", Token(SandboxAccounts.Ada));
        request.Headers.Add("X-GitHub-Api-Version", "1999-01-01");

        using var answer = await _http.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.StartsWith("The version you specified", (string?)(await JsonAsync(answer))["errors"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accounts_Misbehave_AsAnnounced()
    {
        using var revoked = await SendAsync(HttpMethod.Get, "https://api.github.com/user", Token(SandboxAccounts.Revoked));
        using var limited = await SendAsync(HttpMethod.Get, "https://api.github.com/user", Token(SandboxAccounts.RateLimited));
        using var failing = await SendAsync(HttpMethod.Get, "https://api.github.com/user", Token(SandboxAccounts.Failing));
        var slow = SendAsync(HttpMethod.Get, "https://api.github.com/user", Token(SandboxAccounts.Slow));
        var empty = await ReadAsync("https://api.github.com/search/issues?q=is:issue", SandboxAccounts.Empty);
        var huge = await ReadAsync("https://api.github.com/search/issues?q=is:open+is:issue", SandboxAccounts.Huge);

        Assert.Equal(HttpStatusCode.Unauthorized, revoked.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, limited.StatusCode);
        Assert.Equal("20", Assert.Single(limited.Headers.GetValues("Retry-After")));
        Assert.Equal(HttpStatusCode.InternalServerError, failing.StatusCode);
        Assert.Equal(0, (int?)empty["total_count"]);
        Assert.True((int?)huge["total_count"] > 4000);
        Assert.False(slow.IsCompleted);
        while (!slow.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(3));
            await Task.Yield();
        }

        using var slowly = await slow;
        Assert.Equal(HttpStatusCode.OK, slowly.StatusCode);
    }

    [Fact]
    public async Task Search_WithoutKind_Is422()
    {
        using var answer = await SendAsync(HttpMethod.Get, "https://api.github.com/search/issues?q=export", Token(SandboxAccounts.Ada));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("Query must include 'is:issue' or 'is:pull-request'", (string?)(await JsonAsync(answer))["message"]);
    }

    [Theory]
    [InlineData("is:issue repo:acme/widgets repo:acme/website", 0)]
    [InlineData("is:issue nothing-has-this-word", 0)]
    [InlineData("is:issue created:>2030-01-01", 0)]
    public async Task Search_NarrowQueries_FindNothing(string query, int count)
    {
        var found = await SearchAsync(query);

        Assert.Equal(count, (int?)found["total_count"]);
    }

    [Fact]
    public async Task Search_RepositoriesByOr_FindsBoth()
    {
        var found = await SearchAsync("is:issue (repo:acme/widgets OR repo:acme/website)", "&per_page=100");

        var names = Items(found).Select(item => ((string?)item["repository_url"])!.Split('/')[^1]).Distinct().Order();
        Assert.Equal(["website", "widgets"], names);
    }

    [Fact]
    public async Task Search_ByWordsAndDates_HonoursBoth()
    {
        var found = await SearchAsync("is:issue \"Export times out\" updated:2026-10-01..2026-11-20", "&sort=updated&order=desc");

        var items = Items(found).ToList();
        Assert.NotEmpty(items);
        Assert.All(items, item => Assert.Contains("Export times out", (string?)item["title"], StringComparison.Ordinal));
        Assert.All(items, item => Assert.InRange((DateTimeOffset)item["updated_at"]!, new DateTimeOffset(2026, 10, 1, 0, 0, 0, TimeSpan.Zero), _clock.GetUtcNow()));
        Assert.Equal(items.Select(item => (string?)item["updated_at"]).OrderDescending(), items.Select(item => (string?)item["updated_at"]));
    }

    [Fact]
    public async Task Search_RepositoryOutOfSight_Is422()
    {
        using var answer = await SendAsync(HttpMethod.Get, "https://api.github.com/search/issues?q=is:issue+repo:globex/widgets", Token(SandboxAccounts.Ada));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }

    [Fact]
    public async Task Pages_AreLinkedUntilTheLast()
    {
        var next = _server.Address("https://api.github.com/search/issues?q=is:issue+is:open&per_page=50").ToString();
        var (ids, total) = (new HashSet<long>(), 0);
        while (next is not null)
        {
            using var answer = await SendToAsync(HttpMethod.Get, new Uri(next), Token(SandboxAccounts.Ada));
            var page = await JsonAsync(answer);
            total = (int)page["total_count"]!;
            ids.UnionWith(Items(page).Select(item => (long)item["id"]!));
            next = answer.Headers.TryGetValues("Link", out var links)
                ? links.Single().Split(", ").FirstOrDefault(link => link.EndsWith("rel=\"next\"", StringComparison.Ordinal))?.Split('<', '>')[1]
                : null;
        }

        Assert.Equal(total, ids.Count);
    }

    [Fact]
    public async Task Issue_CreatedCommentedClosed_IsFoundBySearch()
    {
        var token = Token(SandboxAccounts.Ada);
        using var created = await SendAsync(HttpMethod.Post, "https://api.github.com/repos/acme/widgets/issues", token,
            new { title = "Zebra crossing", body = "Stripes", labels = new[] { "bug" }, assignees = new[] { DemoPeople.Acme[1].Login } });
        var number = (int)(await JsonAsync(created))["number"]!;
        using var commented = await SendAsync(HttpMethod.Post, $"https://api.github.com/repos/acme/widgets/issues/{number}/comments", token, new { body = "Seen" });
        using var closed = await SendAsync(HttpMethod.Patch, $"https://api.github.com/repos/acme/widgets/issues/{number}", token, new { state = "closed", state_reason = "completed" });

        var item = Assert.Single(Items(await SearchAsync("is:issue zebra state:closed assignee:" + DemoPeople.Acme[1].Login)));
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(HttpStatusCode.Created, commented.StatusCode);
        Assert.Equal(HttpStatusCode.OK, closed.StatusCode);
        Assert.Equal(1, (int)item["comments"]!);
        var page = await _http.GetStringAsync(new Uri((string)item["html_url"]!));
        Assert.Contains("Zebra crossing", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Issue_WithoutTitle_Is422()
    {
        using var answer = await SendAsync(HttpMethod.Post, "https://api.github.com/repos/acme/widgets/issues", Token(SandboxAccounts.Ada), new { body = "x" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("missing_field", (string?)(await JsonAsync(answer))["errors"]![0]!["code"]);
    }

    [Fact]
    public async Task Issue_WhereIssuesAreDisabled_Is410()
    {
        using var answer = await SendAsync(HttpMethod.Post, "https://api.github.com/repos/acme/archive/issues", Token(SandboxAccounts.Ada), new { title = "x" });

        Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
    }

    [Fact]
    public async Task Repository_Renamed_Is301ToItsNumber()
    {
        using var moved = await SendAsync(HttpMethod.Get, "https://api.github.com/repos/acme/gadgets/issues/1", Token(SandboxAccounts.Ada));
        using var followed = await SendToAsync(HttpMethod.Get, moved.Headers.Location!, Token(SandboxAccounts.Ada));

        Assert.Equal(HttpStatusCode.MovedPermanently, moved.StatusCode);
        Assert.Equal(HttpStatusCode.OK, followed.StatusCode);
    }

    [Fact]
    public async Task Reviewers_AuthorOrStranger_Is422()
    {
        var pull = Items(await SearchAsync("is:pr is:open"))[0];
        var address = ((string)pull["url"]!).Replace("/issues/", "/pulls/", StringComparison.Ordinal) + "/requested_reviewers";
        var author = (string)pull["user"]!["login"]!;
        var other = DemoPeople.Acme.First(person => person.Login != author).Login;

        using var byAuthor = await SendToAsync(HttpMethod.Post, new Uri(address), Token(SandboxAccounts.Ada), new { reviewers = new[] { author } });
        using var byStranger = await SendToAsync(HttpMethod.Post, new Uri(address), Token(SandboxAccounts.Ada), new { reviewers = new[] { "nobody" } });
        using var byOther = await SendToAsync(HttpMethod.Post, new Uri(address), Token(SandboxAccounts.Ada), new { reviewers = new[] { other } });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, byAuthor.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, byStranger.StatusCode);
        Assert.Equal(HttpStatusCode.Created, byOther.StatusCode);
    }

    [Fact]
    public async Task Answers_CarryLimitsAndETag()
    {
        using var first = await SendAsync(HttpMethod.Get, "https://api.github.com/user", Token(SandboxAccounts.Ada));
        using var again = Request(HttpMethod.Get, "https://api.github.com/user", Token(SandboxAccounts.Ada));
        again.Headers.TryAddWithoutValidation("If-None-Match", first.Headers.ETag!.ToString());

        using var second = await _http.SendAsync(again);

        Assert.Equal("4999", Assert.Single(first.Headers.GetValues("X-RateLimit-Remaining")));
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task FineGrainedToken_SeesItsRepositoryOnly()
    {
        var token = _server.Credentials
            .Select(credential => credential.Fields.GetValueOrDefault("token")).First(value => value?.StartsWith("github_pat_", StringComparison.Ordinal) == true);

        using var answer = await SendAsync(HttpMethod.Get, "https://api.github.com/user/repos", token);

        Assert.Equal("widgets", (string?)Assert.Single((await JsonAsync(answer)).AsArray())!["name"]);
    }

    [Fact]
    public async Task Reset_ForgetsWhatWasCreated()
    {
        using var created = await SendAsync(HttpMethod.Post, "https://api.github.com/repos/acme/widgets/issues", Token(SandboxAccounts.Ada), new { title = "Zebra" });
        using var reset = await _http.PostAsync(new Uri(_server.Origin, "/sandbox/reset"), null);

        Assert.Equal(0, (int?)(await SearchAsync("is:issue zebra"))["total_count"]);
    }

    private Task<JsonNode> SearchAsync(string query, string more = "") =>
        ReadAsync($"https://api.github.com/search/issues?q={Uri.EscapeDataString(query)}{more}", SandboxAccounts.Ada);

    private static List<JsonNode> Items(JsonNode page) => [.. page["items"]!.AsArray().Select(item => item!)];

    private async Task<JsonNode> ReadAsync(string address, SandboxAccount account)
    {
        using var answer = await SendAsync(HttpMethod.Get, address, Token(account));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await JsonAsync(answer);
    }

    private string Token(SandboxAccount account) => _server.Credentials
        .First(credential => credential is { Provider: "github", Kind: "api_key" } && credential.Account == account.Email).Fields["token"];

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, string? token, object? body = null) =>
        SendToAsync(method, _server.Address(address), token, body);

    private async Task<HttpResponseMessage> SendToAsync(HttpMethod method, Uri address, string? token, object? body = null)
    {
        using var request = Request(method, address.ToString(), token);
        request.Content = body is null ? null : JsonContent.Create(body);
        return await _http.SendAsync(request);
    }

    private HttpRequestMessage Request(HttpMethod method, string address, string? token)
    {
        var request = new HttpRequestMessage(method, _server.Address(address));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    private static async Task<JsonNode> JsonAsync(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
}
