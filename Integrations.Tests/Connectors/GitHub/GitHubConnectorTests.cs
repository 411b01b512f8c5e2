using System.Text;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Manifest;
using Integrations.Connectors.Vendors.GitHub;
using Integrations.Primitives;
using Integrations.Sandbox.Accounts;

namespace Integrations.Tests.Connectors.GitHub;

public sealed class GitHubConnectorTests : IssueTrackerSuite
{
    protected override string Provider => "github";

    protected override string SearchText => "export";

    protected override string UnknownId => "issue:acme:nothing:1";

    protected override string ApiPrefix => "api.github.com/";

    protected override IReadOnlyList<string> DatedTypes => ["issue", "pull_request"];

    protected override IReadOnlyList<string> Descriptions => ["github.openapi.json"];

    protected override IReadOnlyList<string> Operations =>
    [
        "POST /login/oauth/access_token", "GET /user", "GET /user/repos", "GET /search/issues", "GET /search/repositories", "GET /search/users",
        "GET /repos/{owner}/{repo}", "GET /repos/{owner}/{repo}/issues/{issue_number}", "GET /repos/{owner}/{repo}/pulls/{pull_number}", "GET /users/{username}",
        "GET /repos/{owner}/{repo}/issues", "POST /repos/{owner}/{repo}/issues", "PATCH /repos/{owner}/{repo}/issues/{issue_number}",
        "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
    ];

    [Fact]
    public async Task Account_OAuth_TellsLoginAndScopes()
    {
        var account = Succeeds(await Bench.Connector.GetAccountAsync(await ConnectAsync(SandboxAccounts.Ada), CancellationToken.None));

        Assert.True(long.TryParse(account.Id, out _));
        Assert.NotNull(account.Username);
        Assert.Equal(["read:user", "repo"], account.Scopes!.Order(StringComparer.Ordinal));
        Assert.Null(account.CredentialExpiresAt);
    }

    [Fact]
    public async Task Account_PersonalToken_TellsWhenItEnds()
    {
        var account = Succeeds(await Bench.Connector.GetAccountAsync(await ConnectAsync(SandboxAccounts.Ada, AuthKinds.ApiKey), CancellationToken.None));

        Assert.True(account.CredentialExpiresAt > DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task Connect_EnterpriseServer_AsksThatServerOnly()
    {
        var session = await Bench.ConnectAsync(SandboxAccounts.Ada, AuthKinds.ApiKey, null, c => c.Fields.ContainsKey("baseUrl"));
        Succeeds(await Searching.SearchAsync(session, new EntityQuery(SearchText, 5), CancellationToken.None));

        Assert.All(Bench.Recorder.Exchanges, e => Assert.StartsWith("https://github.example/api/v3/", e.Address.AbsoluteUri, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("github.example.com", "https://github.example.com/api/v3")]
    [InlineData("https://github.example.com/api/v3/", "https://github.example.com/api/v3")]
    [InlineData("https://acme.ghe.com/", "https://api.acme.ghe.com")]
    [InlineData("https://api.acme.ghe.com", "https://api.acme.ghe.com")]
    [InlineData("https://github.com/", "https://api.github.com")]
    public void Normalize_EnterpriseAddress_BecomesTheApi(string typed, string api) =>
        Assert.Equal(api, Succeeds(Bench.Connector.Normalize(AuthKinds.ApiKey, new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = "t", ["baseUrl"] = typed }))["baseUrl"]);

    [Theory]
    [InlineData("ftp://github.example.com")]
    [InlineData("https://user:pass@github.example.com")]
    [InlineData("https://")]
    public void Normalize_NoWebAddress_IsRefused(string typed) =>
        Assert.Equal(FailureKind.Invalid, Bench.Connector.Normalize(AuthKinds.ApiKey, new Dictionary<string, string>(StringComparer.Ordinal) { ["baseUrl"] = typed }).Failure?.Kind);

    [Fact]
    public async Task Search_RepositoriesSetting_NarrowsToThem()
    {
        var all = Succeeds(await Searching.SearchAsync(await ConnectAsync(SandboxAccounts.Ada), new EntityQuery(null, 100) { EntityTypes = ["issue"] }, CancellationToken.None));
        var wanted = all.Items.Select(i => i.Text(EntityFields.Container)!).Distinct(StringComparer.Ordinal).Take(2).ToList();

        var session = await ConnectAsync(SandboxAccounts.Ada, AuthKinds.OAuth2, ("repositories", string.Join(", ", wanted)));
        var page = Succeeds(await Searching.SearchAsync(session, new EntityQuery(null, 100) { EntityTypes = ["issue"] }, CancellationToken.None));

        Assert.Equal(wanted.Order(StringComparer.Ordinal), page.Items.Select(i => i.Text(EntityFields.Container)!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Search_Filters_AreTheVendorsQualifiers()
    {
        var page = Succeeds(await Searching.SearchAsync(
            await ConnectAsync(SandboxAccounts.Ada),
            new EntityQuery(null, 20) { EntityTypes = ["issue"], Filters = new Dictionary<string, string>(StringComparer.Ordinal) { ["status"] = "closed", ["labels"] = "bug" } },
            CancellationToken.None));

        Assert.NotEmpty(page.Items);
        Assert.All(page.Items, item => Assert.Equal("closed", item.Text(EntityFields.Status)));
        Assert.All(page.Items, item => Assert.Contains("bug", item.Metadata[EntityFields.Labels]!.ToJsonString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Search_People_ByPublicEmailAsksForE_mail()
    {
        await Searching.SearchAsync(await ConnectAsync(SandboxAccounts.Ada), new EntityQuery("ada@acme.test", 5) { EntityTypes = ["user"] }, CancellationToken.None);

        Assert.Contains("in:email", Uri.UnescapeDataString(Bench.Recorder.Exchanges[^1].Address.Query), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Actions_HiddenRepository_SaysNotFound()
    {
        var result = await Acting.RunAsync(
            await ConnectAsync(SandboxAccounts.Ada), "create_issue", System.Text.Json.JsonSerializer.SerializeToElement(new { repository = "someone/else", title = "x" }), CancellationToken.None);

        Assert.Equal("vendor.not_found", result.Failure?.Code);
    }

    [Fact]
    public async Task Answer_PrimaryLimitUsedUp_TellsWhenItResets()
    {
        var session = await ConnectAsync(SandboxAccounts.Ada);
        var reset = DateTimeOffset.UtcNow.AddMinutes(7).ToUnixTimeSeconds().ToString();
        Bench.Server.State.AnswerNext("api.github.com/user", 403, """{"message":"API rate limit exceeded"}""", 1, "application/json", ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", reset));

        var failure = (await Bench.Connector.GetAccountAsync(session, CancellationToken.None)).Failure!;

        Assert.Equal(FailureKind.VendorRateLimited, failure.Kind);
        Assert.InRange(failure.RetryAfter!.Value.TotalMinutes, 5, 8);
    }

    [Fact]
    public async Task Answer_SingleSignOnWanted_TellsTheLink()
    {
        var session = await ConnectAsync(SandboxAccounts.Ada);
        Bench.Server.State.AnswerNext("api.github.com/user", 403, """{"message":"Resource protected by organization SAML enforcement."}""", 1, "application/json", ("X-GitHub-SSO", "required; url=https://github.com/orgs/acme/sso?authorization_request=A1"));

        var failure = (await Bench.Connector.GetAccountAsync(session, CancellationToken.None)).Failure!;

        Assert.Equal("vendor.forbidden", failure.Code);
        Assert.Contains("https://github.com/orgs/acme/sso", failure.Message, StringComparison.Ordinal);
    }

    [Fact, Proves("W9")]
    public void Receive_VendorsOwnSample_IsGenuine()
    {
        // The test vector of GitHub's documentation; its body is no JSON, so only the signature's verdict counts.
        var request = Delivery("Hello, World!", "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");

        Assert.Equal("body", Assert.IsType<InboundVerdict.Rejected>(Receive(request)).Reason);
        Assert.Equal("signature", Assert.IsType<InboundVerdict.Rejected>(Receive(Delivery("Hello, World", request.Headers["X-Hub-Signature-256"]))).Reason);
    }

    [Theory]
    [InlineData("issues", """{"action":"closed","issue":{"number":412},"repository":{"full_name":"acme/widgets"}}""", "issues.closed", "issue", "issue:acme:widgets:412", false)]
    [InlineData("issues", """{"action":"deleted","issue":{"number":412},"repository":{"full_name":"acme/widgets"}}""", "issues.deleted", "issue", "issue:acme:widgets:412", true)]
    [InlineData("issue_comment", """{"action":"created","issue":{"number":9,"pull_request":{}},"repository":{"full_name":"acme/widgets"}}""", "issue_comment.created", "pull_request", "pull:acme:widgets:9", false)]
    [InlineData("pull_request", """{"action":"opened","pull_request":{"number":9},"repository":{"full_name":"acme/widgets"}}""", "pull_request.opened", "pull_request", "pull:acme:widgets:9", false)]
    public void Receive_SignedEvent_NamesWhatChanged(string name, string body, string type, string entityType, string id, bool gone)
    {
        var accepted = Assert.IsType<InboundVerdict.Accepted>(Receive(Delivery(body, Sign(body), name)));

        Assert.Equal(("d-1", type), (accepted.DeliveryId, accepted.EventType));
        Assert.Equal(new TouchedEntity(entityType, id, gone), Assert.Single(accepted.Touched));
    }

    [Fact]
    public void Receive_Ping_IsAcceptedAndTouchesNothing() =>
        Assert.Empty(Assert.IsType<InboundVerdict.Accepted>(Receive(Delivery("""{"zen":"x"}""", Sign("""{"zen":"x"}"""), "ping"))).Touched);

    [Fact, Proves("W9")]
    public void Receive_MutatedBodyOrSignature_IsRejected()
    {
        const string Body = """{"action":"closed","issue":{"number":412},"repository":{"full_name":"acme/widgets"}}""";
        var good = Sign(Body);
        var random = new Random(20261121);
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(i % 2 == 0 ? Body : good);
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(7));
            var mutated = Encoding.UTF8.GetString(bytes);
            var request = i % 2 == 0 ? Delivery(mutated, good) : Delivery(Body, mutated);

            Assert.IsType<InboundVerdict.Rejected>(Receive(request));
        }

        Assert.IsType<InboundVerdict.Rejected>(Receive(Delivery(Body, null)));
    }

    protected override string? TextFor(string entityType) => entityType == "user" ? "a" : null;

    protected override async Task<object> ParametersAsync(VendorSession session, string action)
    {
        var issue = Succeeds(await Searching.SearchAsync(session, new EntityQuery(null, 1) { EntityTypes = ["issue"], Filters = new Dictionary<string, string>(StringComparer.Ordinal) { ["status"] = "open" } }, CancellationToken.None)).Items[0];
        var repository = issue.Text(EntityFields.Container)!;
        var number = issue.Metadata["number"]!.GetValue<long>();
        return action switch
        {
            GitHubActions.CreateIssue => new { repository, title = "A brand new sprocket", body = "Made by the hub.", labels = new[] { "bug" } },
            GitHubActions.CommentIssue => new { repository, number, body = "Seen." },
            _ => new { repository, number, reason = "not_planned" },
        };
    }

    protected override async Task DoneAsync(VendorSession session, string action, ActionOutcome outcome)
    {
        if (action == GitHubActions.CreateIssue)
        {
            var found = Succeeds(await Searching.SearchAsync(session, new EntityQuery("sprocket", 5), CancellationToken.None));
            Assert.Contains(found.Items, i => i.Id == outcome.Entity!.Id);
        }
        else if (action == GitHubActions.CloseIssue)
        {
            var issue = Succeeds(await Getting.GetAsync(session, outcome.Entity!.Id, CancellationToken.None));
            Assert.Equal(("closed", "not_planned"), (issue.Text(EntityFields.Status), issue.Text("stateReason")));
        }
        else
        {
            Assert.NotNull(outcome.Output["html_url"]);
        }
    }

    private InboundVerdict Receive(InboundRequest request) =>
        ((IReceiveEvents)Bench.Connector).Receive(request, new Secret("It's a Secret to Everybody"), DateTimeOffset.UtcNow);

    private static string Sign(string body) => "sha256=" + Convert.ToHexStringLower(
        System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes("It's a Secret to Everybody"), Encoding.UTF8.GetBytes(body)));

    private static InboundRequest Delivery(string body, string? signature, string name = "issues")
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["X-GitHub-Event"] = name, ["X-GitHub-Delivery"] = "d-1" };
        if (signature is not null)
        {
            headers["X-Hub-Signature-256"] = signature;
        }

        return new InboundRequest("POST", headers, new Dictionary<string, string>(StringComparer.Ordinal), Encoding.UTF8.GetBytes(body));
    }
}
