using System.Text.Json;
using System.Web;
using Integrations.Connectors.Contracts;
using Integrations.Primitives;
using Integrations.Tests.Connectors.Hostile;

namespace Integrations.Tests.Connectors.Field;

/// <summary>What must not come of Octokit standing between us and GitHub.</summary>
public sealed class GitHubLibraryTests
{
    private const string Issue = """{"id":9007199254740993,"number":1,"title":"One","state":"open","url":"https://api.github.com/repos/acme/widgets/issues/1","html_url":"https://github.com/acme/widgets/issues/1"}""";

    private static readonly CancellationToken None = CancellationToken.None;

    public static TheoryData<string, string> NoAnswers
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (type, body) in new[]
            {
                ("text/html", "<!DOCTYPE html><title>Unicorn!</title>"), ("application/json", "<!DOCTYPE html>"), ("application/json", ""), ("text/html", ""), ("application/json", "{\"id\":"), ("application/json", "[{},"),
                ("application/json", "null"), ("application/json", "\"x\""), ("application/json", "{} {}"), ("application/json", new string('[', 200_000)),
            })
            {
                data.Add(type, body);
            }

            return data;
        }
    }

    [Theory, Proves("SX3"), MemberData(nameof(NoAnswers))]
    public async Task AnswerThatIsNoJson_AtStatus200_IsUnreadable_WhateverWasAsked(string type, string body)
    {
        await using var vendor = new PlayedVendor("github") { Answer = _ => Answer(200, type, body) };
        using var session = vendor.Session();
        using var walk = vendor.Session();

        string?[] codes =
        [
            (await vendor.Connector.GetAccountAsync(session, None)).Failure?.Code,
            (await Search(vendor, session, "word")).Failure?.Code,
            (await ((IGetEntity)vendor.Connector).GetAsync(session, "issue:acme:widgets:1", None)).Failure?.Code,
            (await Run(vendor, session, "create_issue", """{"repository":"acme/widgets","title":"a"}""")).Failure?.Code,
            (await Run(vendor, session, "close_issue", """{"repository":"acme/widgets","number":1}""")).Failure?.Code,
            (await ((ISyncEntities)vendor.Connector).PullAsync(walk, "issue", null, None)).Failure?.Code,
        ];

        Assert.All(codes, code => Assert.Equal("vendor.unreadable", code));
        Assert.Empty(vendor.Unforeseen);
    }

    [Fact]
    public async Task NamesThatAreNew_AreShownAsTheyStand()
    {
        await using var vendor = new PlayedVendor("github")
        {
            Answer = request => request.Contains("/users/ada", StringComparison.Ordinal) ? PlayedVendor.Json("""{"id":7,"login":"ada","type":"Robot"}""")
                : request.Contains("/issues/", StringComparison.Ordinal) ? PlayedVendor.Json(Issue.Replace("\"open\"", "\"triaged\",\"state_reason\":\"elsewhere\",\"author_association\":\"FRIEND\",\"active_lock_reason\":\"moon\",\"user\":{\"login\":\"ada\",\"type\":\"Robot\"}", StringComparison.Ordinal))
                : PlayedVendor.Json("""{"id":1,"full_name":"acme/widgets","visibility":"secret","owner":{"login":"acme","type":"Robot"}}"""),
        };
        using var session = vendor.Session();
        var reading = (IGetEntity)vendor.Connector;

        var issue = (await reading.GetAsync(session, "issue:acme:widgets:1", None)).Value;
        var repository = (await reading.GetAsync(session, "repo:acme:widgets", None)).Value;
        var user = (await reading.GetAsync(session, "user:ada", None)).Value;

        Assert.Equal(("triaged", "elsewhere", "ada"), (issue.Text("status"), issue.Text("stateReason"), issue.Text("author")));
        Assert.Equal("secret", repository.Text("visibility"));
        Assert.Equal("Robot", user.Text("accountType"));
    }

    [Fact]
    public async Task NumbersBeyondADouble_AreKeptToTheLastDigit()
    {
        await using var vendor = new PlayedVendor("github")
        {
            Answer = request => request.Contains("/user ", StringComparison.Ordinal) ? PlayedVendor.Json("""{"id":9007199254740993,"login":"ada"}""")
                : request.Contains("/user/repos", StringComparison.Ordinal) ? PlayedVendor.Json("[]") : PlayedVendor.Json(Issue),
        };
        using var session = vendor.Session();

        Assert.Equal("9007199254740993", (await vendor.Connector.GetAccountAsync(session, None)).Value.Id);
        Assert.Equal("9007199254740993", (await ((IGetEntity)vendor.Connector).GetAsync(session, "issue:acme:widgets:1", None)).Value.Metadata["githubId"]!.ToJsonString());
    }

    [Fact]
    public async Task ItemThatCannotBeRead_LeavesTheOthersOfItsPage()
    {
        await using var vendor = new PlayedVendor("github") { Answer = _ => PlayedVendor.Json($$"""{"total_count":3,"items":[{"number":"x","labels":7},null,{{Issue.Replace("\"state\"", "\"labels\":[\"plain\",7],\"comments\":null,\"state\"", StringComparison.Ordinal)}}]}""") };
        using var session = vendor.Session();

        Assert.Equal("One", Assert.Single((await Search(vendor, session, "word")).Value.Items).Title);
    }

    [Theory, Proves("T10")]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task WriteThatIsSentElsewhere_IsNotFollowedByTheLibrary(int status)
    {
        await using var vendor = new PlayedVendor("github") { Answer = _ => PlayedVendor.Json("{}", status, "Location: http://127.0.0.1:9/elsewhere") };
        using var session = vendor.Session();

        var run = await Run(vendor, session, "create_issue", """{"repository":"acme/widgets","title":"a"}""");

        Assert.NotNull(run.Failure);
        Assert.Single(vendor.Asked);
    }

    [Fact]
    public async Task EveryRequest_NamesTheVersion_AndTellsNothingOfThisMachine()
    {
        var requests = new List<string>();
        await using var vendor = new PlayedVendor("github")
        {
            Answer = request =>
            {
                requests.Add(request);
                return PlayedVendor.Json(Issue, request.StartsWith("POST", StringComparison.Ordinal) ? 201 : 200);
            },
        };
        using var session = vendor.Session();

        await ((IGetEntity)vendor.Connector).GetAsync(session, "issue:acme:widgets:1", None);
        await Run(vendor, session, "create_issue", """{"repository":"acme/widgets","title":"a","labels":["bug"]}""");
        await Run(vendor, session, "close_issue", """{"repository":"acme/widgets","number":1,"reason":"duplicate"}""");

        Assert.Equal(["GET", "POST", "PATCH"], requests.Select(request => request.Split(' ')[0]));
        Assert.All(requests, request =>
        {
            Assert.Contains("X-GitHub-Api-Version: 2022-11-28\r\n", request, StringComparison.Ordinal);
            Assert.Contains("Accept: application/vnd.github+json\r\n", request, StringComparison.Ordinal);
            Assert.Contains("User-Agent: IntegrationsHub/1.0\r\n", request, StringComparison.Ordinal);
            Assert.Contains("Authorization: Bearer token\r\n", request, StringComparison.Ordinal);
            Assert.DoesNotContain("Octokit", request, StringComparison.OrdinalIgnoreCase);
        });
        Assert.All(requests[1..], request => Assert.Contains("Content-Type: application/json; charset=utf-8\r\n", request, StringComparison.Ordinal));
        Assert.Contains("\"labels\":[\"bug\"]", requests[1], StringComparison.Ordinal);
        Assert.EndsWith("""{"state":"closed","state_reason":"duplicate"}""", requests[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a&per_page=1&x=")]
    [InlineData("c# and f#")]
    [InlineData("100% + more")]
    [InlineData("über ?= \u00e9 %26")]
    public async Task SearchedText_StaysInItsParameter(string text)
    {
        await using var vendor = new PlayedVendor("github") { Answer = _ => PlayedVendor.Json("""{"total_count":0,"items":[]}""") };
        using var session = vendor.Session();

        foreach (var type in new[] { "issue", "repository", "user" })
        {
            await ((ISearchEntities)vendor.Connector).SearchAsync(session, new EntityQuery(text, 10) { EntityTypes = [type] }, None);
        }

        Assert.Equal(3, vendor.Asked.Count);
        Assert.All(vendor.Asked, line =>
        {
            var query = HttpUtility.ParseQueryString(line.Split(' ')[1].Split('?', 2)[1]);
            Assert.StartsWith(text + " ", query["q"], StringComparison.Ordinal);
            Assert.Equal("10", query["per_page"]);
            Assert.Null(query["x"]);
        });
    }

    [Theory]
    [InlineData("create_issue")]
    [InlineData("close_issue")]
    public async Task CallThatItsCallerGaveUp_IsNotMade_AndIsNoFailureOfTheVendor(string action)
    {
        await using var vendor = new PlayedVendor("github");
        using var session = vendor.Session();
        using var gaveUp = new CancellationTokenSource();
        await gaveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ((IRunActions)vendor.Connector).RunAsync(
            session, action, JsonElement.Parse("""{"repository":"acme/widgets","number":1,"title":"a"}"""), gaveUp.Token));

        Assert.Empty(vendor.Asked);
    }

    [Fact]
    public async Task CallUnderWay_EndsWithItsCaller()
    {
        using var gaveUp = new CancellationTokenSource();
        await using var vendor = new PlayedVendor("github")
        {
            // Asked for again by the pipeline, and given up meanwhile: Octokit's own call knows no token.
            Answer = _ =>
            {
                gaveUp.Cancel();
                return PlayedVendor.Json("{}", 429, "Retry-After: 1");
            },
        };
        using var session = vendor.Session();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ((IRunActions)vendor.Connector).RunAsync(
            session, "close_issue", JsonElement.Parse("""{"repository":"acme/widgets","number":1}"""), gaveUp.Token));

        Assert.Single(vendor.Asked);
    }

    private static Task<Result<EntityPage>> Search(PlayedVendor vendor, VendorSession session, string text) =>
        ((ISearchEntities)vendor.Connector).SearchAsync(session, new EntityQuery(text, 10) { EntityTypes = ["issue"] }, None);

    private static Task<Result<ActionOutcome>> Run(PlayedVendor vendor, VendorSession session, string action, string parameters) =>
        ((IRunActions)vendor.Connector).RunAsync(session, action, JsonElement.Parse(parameters), None);

    private static byte[] Answer(int status, string type, string body) =>
        System.Text.Encoding.UTF8.GetBytes($"HTTP/1.1 {status} Word\r\nContent-Type: {type}\r\nContent-Length: {System.Text.Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}");
}
