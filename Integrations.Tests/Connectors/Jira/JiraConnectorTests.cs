using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Manifest;
using Integrations.Connectors.Vendors.Jira;
using Integrations.Primitives;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Contracts;

namespace Integrations.Tests.Connectors.Jira;

public sealed class JiraConnectorTests : IssueTrackerSuite
{
    private static readonly Secret HookSecret = new("It's a Secret to Everybody");

    protected override string Provider => "jira";

    protected override string SearchText => "export";

    protected override string UnknownId => "issue:99999999";

    protected override string ApiPrefix => "api.atlassian.com/";

    protected override IReadOnlyList<string> DatedTypes => ["issue"];

    protected override IReadOnlyList<string> Descriptions => ["jira.openapi.json"];

    protected override IReadOnlyList<string> Operations =>
    [
        "POST /oauth/token", "GET /oauth/token/accessible-resources", "GET /rest/api/3/myself", "POST /rest/api/3/search/jql",
        "GET /rest/api/3/issue/{issueIdOrKey}", "GET /rest/api/3/project/search", "GET /rest/api/3/project/{projectIdOrKey}",
        "GET /rest/api/3/user/search", "GET /rest/api/3/user", "GET /rest/api/3/issue/createmeta/{projectIdOrKey}/issuetypes",
        "POST /rest/api/3/issue", "POST /rest/api/3/issue/{issueIdOrKey}/comment", "GET /rest/api/3/issue/{issueIdOrKey}/transitions",
        "POST /rest/api/3/issue/{issueIdOrKey}/transitions",
    ];

    [Fact]
    public async Task Account_OAuth_RemembersTheSite()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var account = Succeeds(await Bench.Connector.GetAccountAsync(session, CancellationToken.None));

        Assert.Equal("acme.atlassian.net", account.Workspace);
        Assert.Equal("https://acme.atlassian.net", account.Facts["siteUrl"]);
        Assert.True(Guid.TryParse(account.Facts["cloudId"], out _));
        Assert.True(TimeZoneInfo.TryFindSystemTimeZoneById(account.Facts["timeZone"], out _));
    }

    [Fact]
    public async Task Account_ScopedApiToken_IsFoundToWorkAtTheGateway()
    {
        using var session = await Bench.ConnectAsync(SandboxAccounts.Ada, AuthKinds.Basic, null, c => c.Fields["apiToken"].StartsWith("ATATT3scoped", StringComparison.Ordinal));

        Assert.NotEmpty(Succeeds(await Search(session, new EntityQuery(SearchText, 3))).Items);
        Assert.Contains("/ex/jira/", Bench.Recorder.Exchanges[^1].Address.AbsolutePath, StringComparison.Ordinal);
        Assert.Equal("https://acme.atlassian.net", Succeeds(await Bench.Connector.GetAccountAsync(session, CancellationToken.None)).Facts["siteUrl"]);
    }

    [Fact]
    public async Task Account_ClassicApiToken_StaysAtTheSite()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada, AuthKinds.Basic);
        Succeeds(await Search(session, new EntityQuery(SearchText, 3)));

        Assert.All(Bench.Recorder.Exchanges, e => Assert.Equal("acme.atlassian.net", e.Address.Host));
    }

    [Fact]
    public async Task DataCenter_EverythingWorksInVersion2()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada, AuthKinds.ApiKey);
        foreach (var type in new[] { "issue", "project", "user" })
        {
            var found = Succeeds(await Search(session, new EntityQuery(TextFor(type), 3) { EntityTypes = [type] })).Items;
            Assert.NotEmpty(found);
            Assert.Equal(found[0].Id, Succeeds(await Getting.GetAsync(session, found[0].Id, CancellationToken.None)).Id);
        }

        foreach (var action in Acting.KnownActions)
        {
            await DoneAsync(session, action.Name, Succeeds(await RunAsync(session, action.Name)));
        }

        Assert.NotEmpty(Succeeds(await Syncing.PullAsync(session, "issue", null, CancellationToken.None)).Changes);
        Assert.All(Bench.Recorder.Exchanges, e => Assert.StartsWith("https://jira.example/rest/api/2/", e.Address.AbsoluteUri, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("acme", "https://acme.atlassian.net")]
    [InlineData("acme.atlassian.net", "https://acme.atlassian.net")]
    [InlineData(" https://acme.atlassian.net/jira/software/projects/WID ", "https://acme.atlassian.net")]
    public void Normalize_Site_BecomesItsOrigin(string typed, string site) => Assert.Equal(site, JiraSite.CleanSite(typed));

    [Theory]
    [InlineData("jira.example.com/jira/", "https://jira.example.com/jira")]
    [InlineData("https://jira.example.com", "https://jira.example.com")]
    public void Normalize_DataCenter_KeepsItsPath(string typed, string address) => Assert.Equal(address, JiraSite.CleanBase(typed));

    [Theory]
    [InlineData("https://user:pass@acme.atlassian.net")]
    [InlineData("ftp://acme.atlassian.net")]
    public void Normalize_NoWebAddress_IsRefused(string typed) =>
        Assert.Equal(FailureKind.Invalid, Bench.Connector.Normalize(AuthKinds.Basic, new Dictionary<string, string>(StringComparer.Ordinal) { ["siteUrl"] = typed }).Failure?.Kind);

    [Fact]
    public async Task Account_SeveralSitesGranted_AsksWhichOne()
    {
        const string Sites = """
            [{"id":"11111111-1111-1111-1111-111111111111","url":"https://acme.atlassian.net","scopes":["read:jira-work"]},
             {"id":"22222222-2222-2222-2222-222222222222","url":"https://other.atlassian.net","scopes":["read:jira-work"]},
             {"id":"22222222-2222-2222-2222-222222222222","url":"https://other.atlassian.net","scopes":["read:confluence-user"]}]
            """;
        using var session = Bench.Session(AuthKinds.OAuth2, new Dictionary<string, string>(StringComparer.Ordinal) { ["accessToken"] = "x" });
        Bench.Server.State.AnswerNext("api.atlassian.com/oauth/token/accessible-resources", 200, Sites, times: 3);

        var failure = (await Bench.Connector.GetAccountAsync(session, CancellationToken.None)).Failure!;

        Assert.Equal(FailureKind.Invalid, failure.Kind);
        Assert.Contains("https://other.atlassian.net", failure.Message, StringComparison.Ordinal);

        using var chosen = Bench.Session(AuthKinds.OAuth2, new Dictionary<string, string>(StringComparer.Ordinal) { ["accessToken"] = "x" }, new Dictionary<string, string>(StringComparer.Ordinal) { ["siteUrl"] = "other" });
        await Bench.Connector.GetAccountAsync(chosen, CancellationToken.None);
        Assert.Contains("/22222222-2222-2222-2222-222222222222/", Bench.Recorder.Exchanges[^1].Address.AbsolutePath, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_Key_GivesThatIssueFirst()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var some = Succeeds(await Search(session, new EntityQuery(null, 5) { EntityTypes = ["issue"] })).Items[3];

        var found = Succeeds(await Search(session, new EntityQuery(some.Text(EntityFields.Key), 5)));

        Assert.Equal(some.Id, found.Items[0].Id);
    }

    [Fact]
    public async Task Search_ProjectsSetting_NarrowsToThem()
    {
        using var all = await ConnectAsync(SandboxAccounts.Ada);
        var key = Succeeds(await Search(all, new EntityQuery(null, 1) { EntityTypes = ["project"] })).Items[0].Text(EntityFields.Key)!;

        using var session = await ConnectAsync(SandboxAccounts.Ada, AuthKinds.OAuth2, ("projects", key));
        var page = Succeeds(await Search(session, new EntityQuery(null, 50) { EntityTypes = ["issue"] }));

        Assert.NotEmpty(page.Items);
        Assert.All(page.Items, item => Assert.Equal(key, item.Text(EntityFields.Container)));
    }

    [Fact]
    public async Task Search_Filters_KeepWhatFits()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var page = Succeeds(await Search(session, new EntityQuery(null, 10) { EntityTypes = ["issue"], Filters = new Dictionary<string, string>(StringComparer.Ordinal) { ["statusCategory"] = "done" } }));

        Assert.NotEmpty(page.Items);
        Assert.All(page.Items, item => Assert.Equal("done", item.Text("statusCategory")));
    }

    [Fact]
    public async Task Answer_AnonymousTwoHundred_IsADeadCredential()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        Bench.Server.State.AnswerNext("api.atlassian.com/ex/jira", 200, """{"issues":[],"isLast":true}""", 1, "application/json", ("X-Seraph-LoginReason", "AUTHENTICATED_FAILED"));

        Assert.Equal(FailureKind.CredentialRefused, (await Search(session, new EntityQuery("x", 5))).Failure?.Kind);
    }

    [Fact]
    public async Task Answer_QuotaUsedUp_TellsWhenItResets()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var reset = DateTimeOffset.UtcNow.AddMinutes(30).ToString("yyyy-MM-dd'T'HH:mm'Z'");
        Bench.Server.State.AnswerNext("api.atlassian.com/ex/jira", 429, "{}", 10, "application/json", ("RateLimit-Reason", "jira-quota-tenant-based"), ("X-RateLimit-Reset", reset));

        var failure = (await Search(session, new EntityQuery("x", 5))).Failure!;

        Assert.Equal(FailureKind.VendorRateLimited, failure.Kind);
        Assert.InRange(failure.RetryAfter!.Value.TotalMinutes, 28, 31);
    }

    [Fact]
    public async Task Transition_Unknown_NamesThePossibleOnes()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var issue = Succeeds(await Search(session, new EntityQuery(null, 1) { EntityTypes = ["issue"] })).Items[0].Text(EntityFields.Key);

        var failure = (await Acting.RunAsync(session, "transition_issue", JsonSerializer.SerializeToElement(new { issue, to = "Nirvana" }), CancellationToken.None)).Failure!;

        Assert.Equal(FailureKind.Invalid, failure.Kind);
        Assert.Contains("Done", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateIssue_UnknownType_NamesTheProjectsTypes()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var project = Succeeds(await Search(session, new EntityQuery(null, 1) { EntityTypes = ["project"] })).Items[0].Text(EntityFields.Key);

        var failure = (await Acting.RunAsync(session, "create_issue", JsonSerializer.SerializeToElement(new { project, summary = "x", issueType = "Wish" }), CancellationToken.None)).Failure!;

        Assert.Equal(FailureKind.Invalid, failure.Kind);
        Assert.Contains("Bug", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Document_FromText_ComesBackAsTheSameText()
    {
        const string Text = "First line\nsecond line\n\nNext paragraph";
        var document = JiraDocument.FromText(Text);

        Assert.Equal("First line\nsecond line\nNext paragraph", JiraDocument.ToText(JsonElement.Parse(document.ToJsonString())));
        Assert.DoesNotContain("\"text\":\"\"", JiraDocument.FromText("\n\n\na\n").ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Document_OddNodes_AreReadAsWords() => Assert.Equal(
        "Hi @Ada 2026-11-24 https://acme.test 👍",
        JiraDocument.ToText(JsonElement.Parse("""
            {"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"Hi "},{"type":"mention","attrs":{"text":"@Ada"}},{"type":"text","text":" "},
             {"type":"date","attrs":{"timestamp":"1795478400000"}},{"type":"text","text":" "},{"type":"inlineCard","attrs":{"url":"https://acme.test"}},{"type":"text","text":" "},
             {"type":"emoji","attrs":{"shortName":":+1:","text":"👍"}},{"type":"unknown","attrs":7},5,null]}]}
            """)));

    [Fact]
    public void Time_WithoutColonInTheOffset_IsRead() =>
        Assert.Equal(new DateTimeOffset(2026, 3, 18, 15, 41, 30, 4, TimeSpan.Zero), JiraApi.Time("2026-03-18T16:41:30.004+0100"));

    [Fact, Proves("W9")]
    public void Receive_VendorsOwnSample_HasTheRightSignature() =>
        // The test vector of Atlassian's documentation; its body is no JSON, so only the signature's verdict counts.
        Assert.Equal("body", Assert.IsType<InboundVerdict.Rejected>(Receive(Delivery("Hello World!", "sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9"))).Reason);

    [Theory]
    [InlineData("""{"webhookEvent":"jira:issue_updated","issue":{"id":"10412","key":"WID-412"}}""", "jira:issue_updated", "issue", "issue:10412", false)]
    [InlineData("""{"webhookEvent":"jira:issue_deleted","issue":{"id":"10412"}}""", "jira:issue_deleted", "issue", "issue:10412", true)]
    [InlineData("""{"webhookEvent":"comment_created","comment":{"id":"7"},"issue":{"id":"10412"}}""", "comment_created", "issue", "issue:10412", false)]
    [InlineData("""{"webhookEvent":"project_updated","project":{"id":10001}}""", "project_updated", "project", "project:10001", false)]
    public void Receive_SignedEvent_NamesWhatChanged(string body, string type, string entityType, string id, bool gone)
    {
        var accepted = Assert.IsType<InboundVerdict.Accepted>(Receive(Delivery(body, Sign(body))));

        Assert.Equal(("w-1", type), (accepted.DeliveryId, accepted.EventType));
        Assert.Equal(new TouchedEntity(entityType, id, gone), Assert.Single(accepted.Touched));
    }

    [Fact, Proves("W9")]
    public void Receive_MutatedBodyOrSignature_IsRejected()
    {
        const string Body = """{"webhookEvent":"jira:issue_updated","issue":{"id":"10412"}}""";
        var good = Sign(Body);
        var random = new Random(20261121);
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(i % 2 == 0 ? Body : good);
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(7));
            var mutated = Encoding.UTF8.GetString(bytes);

            Assert.IsType<InboundVerdict.Rejected>(Receive(i % 2 == 0 ? Delivery(mutated, good) : Delivery(Body, mutated)));
        }

        Assert.IsType<InboundVerdict.Rejected>(Receive(Delivery(Body, null)));
    }

    private protected override Contract Adjust(Contract contract) => contract
        .Outside("https://jira.example/*", "The description is Cloud's; Data Center speaks version 2.")
        .Despite("*code_verifier*", "Atlassian ignores PKCE; the hub sends it to everyone all the same (SECURITY O1).")
        .Outside("https://*.atlassian.net/_edge/tenant_info", "Public, and older than the API.");

    protected override string? TextFor(string entityType) => entityType == "user" ? "b" : null;

    protected override async Task<object> ParametersAsync(VendorSession session, string action)
    {
        var found = Succeeds(await Search(session, new EntityQuery(null, 1) { EntityTypes = ["issue"], Filters = new Dictionary<string, string>(StringComparer.Ordinal) { ["statusCategory"] = "new" } })).Items[0];
        var issue = found.Text(EntityFields.Key);
        return action switch
        {
            JiraActions.CreateIssue => new { project = found.Text(EntityFields.Container), summary = "A brand new sprocket", description = "Made by the hub.\n\nTwice\nover." },
            JiraActions.AddComment => new { issue, body = "Seen.\nAgain." },
            _ => new { issue, to = "done" },
        };
    }

    protected override async Task DoneAsync(VendorSession session, string action, ActionOutcome outcome)
    {
        if (action == JiraActions.CreateIssue)
        {
            var found = Succeeds(await Search(session, new EntityQuery("sprocket", 5)));
            Assert.Contains(found.Items, i => i.Id == outcome.Entity!.Id);
            Assert.Contains("Made by the hub.", outcome.Entity!.Description, StringComparison.Ordinal);
        }
        else if (action == JiraActions.TransitionIssue)
        {
            Assert.Equal("done", Succeeds(await Getting.GetAsync(session, outcome.Entity!.Id, CancellationToken.None)).Text("statusCategory"));
        }
        else
        {
            Assert.Contains("focusedCommentId=", (string?)outcome.Output["url"], StringComparison.Ordinal);
        }
    }

    private InboundVerdict Receive(InboundRequest request) => ((IReceiveEvents)Bench.Connector).Receive(request, HookSecret, DateTimeOffset.UtcNow);

    private static string Sign(string body) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(HookSecret.Reveal()), Encoding.UTF8.GetBytes(body)));

    private static InboundRequest Delivery(string body, string? signature)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["X-Atlassian-Webhook-Identifier"] = "w-1" };
        if (signature is not null)
        {
            headers["X-Hub-Signature"] = signature;
        }

        return new InboundRequest("POST", headers, new Dictionary<string, string>(StringComparer.Ordinal), Encoding.UTF8.GetBytes(body));
    }
}
