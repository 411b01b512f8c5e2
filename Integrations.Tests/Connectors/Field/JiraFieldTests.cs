using Integrations.Connectors.Contracts;
using Integrations.Connectors.Vendors.Jira;
using Integrations.Primitives;
using Integrations.Tests.Connectors.Hostile;

namespace Integrations.Tests.Connectors.Field;

public sealed class JiraFieldTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory, Proves("R10")]
    [InlineData(404, "text/html", "<html>Not here</html>")]
    [InlineData(403, "text/html", "<html>Forbidden</html>")]
    [InlineData(404, null, "")]
    [InlineData(403, "application/json", "")]
    public async Task GatewaysPage_InPlaceOfA401_LeadsToOneRefresh_ThenTheVerdict(int status, string? type, string body)
    {
        var refreshes = 0;
        await using var vendor = new PlayedVendor("jira")
        {
            Answer = request => request.Contains("Bearer newer", StringComparison.Ordinal)
                ? PlayedVendor.Json("""{"accountId":"a","displayName":"Ada"}""")
                : System.Text.Encoding.UTF8.GetBytes($"HTTP/1.1 {status} Word\r\n{(type is null ? "" : $"Content-Type: {type}\r\n")}Content-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"),
        };
        using var session = vendor.Session(Renew, () => true);

        var account = await vendor.Connector.GetAccountAsync(session, None);

        Assert.Equal("a", account.Value.Id);
        Assert.Equal(1, refreshes);

        Task<VendorCredential?> Renew(VendorCredential refused, CancellationToken cancellationToken)
        {
            refreshes++;
            return Task.FromResult<VendorCredential?>(new VendorCredential("oauth2", new Dictionary<string, string>(StringComparer.Ordinal) { [VendorCredential.AccessToken] = "newer" }));
        }
    }

    [Fact]
    public async Task GatewaysPage_AfterTheRefreshToo_IsTheVerdict()
    {
        await using var vendor = new PlayedVendor("jira") { Answer = _ => "HTTP/1.1 404 None\r\nContent-Type: text/html\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray() };
        using var session = vendor.Session((_, _) => Task.FromResult<VendorCredential?>(new VendorCredential("oauth2", new Dictionary<string, string>(StringComparer.Ordinal) { [VendorCredential.AccessToken] = "newer" })), () => true);

        Assert.Equal("vendor.not_found", (await vendor.Connector.GetAccountAsync(session, None)).Failure?.Code);
        Assert.Equal(2, vendor.Asked.Count);
    }

    [Theory, InlineData(404), InlineData(403)]
    public async Task JirasOwnRefusal_LeadsToNoRefresh(int status)
    {
        await using var vendor = new PlayedVendor("jira") { Answer = _ => PlayedVendor.Json("""{"errorMessages":["Issue does not exist"]}""", status) };
        using var session = vendor.Session((_, _) => throw new InvalidOperationException("No refresh was wanted."), () => true);

        Assert.Equal(FailureKind.VendorRefused, (await ((IGetEntity)vendor.Connector).GetAsync(session, "issue:1", None)).Failure?.Kind);
        Assert.Single(vendor.Asked);
    }

    [Theory, Proves("K2"), InlineData(403), InlineData(404), InlineData(410), InlineData(451)]
    public async Task QueryOverAProjectThatIsGone_ReadsTheOthers_AndReportsItOnce(int status)
    {
        await using var vendor = new PlayedVendor("jira")
        {
            Answer = request => request.Contains("/project/GONE", StringComparison.Ordinal) ? PlayedVendor.Json("""{"errorMessages":["No project could be found with key 'GONE'."]}""", status)
                : request.Contains("/project/WID", StringComparison.Ordinal) ? PlayedVendor.Json("""{"id":"1","key":"WID"}""")
                : request.Contains("GONE", StringComparison.Ordinal) ? PlayedVendor.Json("""{"errorMessages":["The value 'GONE' does not exist for the field 'project'."]}""", 400)
                : PlayedVendor.Json("""{"issues":[{"id":"10001","key":"WID-1","fields":{"summary":"Found"}}],"isLast":true}"""),
        };
        using var session = vendor.Session(facts: new Dictionary<string, string>(StringComparer.Ordinal) { ["projects"] = "WID, GONE" });
        var sync = (ISyncEntities)vendor.Connector;

        var found = await ((ISearchEntities)vendor.Connector).SearchAsync(session, new EntityQuery("word", 5) { EntityTypes = ["issue"] }, None);
        var first = await sync.PullAsync(session, "issue", null, None);
        var second = await sync.PullAsync(session, "issue", first.Value.Cursor, None);

        Assert.Equal("WID-1 Found", Assert.Single(found.Value.Items).Title);
        Assert.Contains("'GONE'", found.Value.Partial?.Message, StringComparison.Ordinal);
        Assert.Single(first.Value.Changes);
        Assert.Contains("'GONE'", Assert.Single(first.Value.LeftOut), StringComparison.Ordinal);
        Assert.Empty(second.Value.LeftOut);
        Assert.Single(second.Value.Changes);
    }

    [Fact]
    public async Task Transition_Unknown_NamesThePossibleOnes_AndNoneTurnsTheSentenceRound()
    {
        await using var vendor = new PlayedVendor("jira") { Answer = _ => PlayedVendor.Json("""{"transitions":[{"id":"1","name":"\u202eenod"},{"id":"2","name":"Ready"}]}""") };
        using var session = vendor.Session();

        var run = await ((IRunActions)vendor.Connector).RunAsync(session, "transition_issue", System.Text.Json.JsonElement.Parse("""{"issue":"WID-1","to":"Nowhere"}"""), None);

        Assert.EndsWith("can be moved by: \u2068\u202Eenod\u2069, Ready.", run.Failure?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sync_OverAProjectThatIsBack_ReadsAtTheNextWalkWhatChangedMeanwhile()
    {
        var isGone = true;
        await using var vendor = new PlayedVendor("jira")
        {
            Answer = request => request.Contains("/project/BACK", StringComparison.Ordinal) && isGone ? PlayedVendor.Json("""{"errorMessages":["No project could be found."]}""", 404)
                : request.Contains("/project/", StringComparison.Ordinal) ? PlayedVendor.Json("""{"id":"1","key":"WID"}""")
                : request.Contains("BACK", StringComparison.Ordinal) && isGone ? PlayedVendor.Json("""{"errorMessages":["The value 'BACK' does not exist for the field 'project'."]}""", 400)
                : PlayedVendor.Json("""{"issues":[],"isLast":true}"""),
        };
        using var session = vendor.Session(facts: new Dictionary<string, string>(StringComparer.Ordinal) { ["projects"] = "WID, BACK" });

        string? cursor = null;
        var reaches = new List<int>();
        foreach (var gone in (bool[])[true, false, false, false])
        {
            isGone = gone;
            cursor = (await ((ISyncEntities)vendor.Connector).PullAsync(session, "issue", cursor, None)).Value.Cursor;
            var since = System.Text.Json.JsonElement.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(cursor)).GetProperty("since").GetDateTimeOffset();
            reaches.Add((int)Math.Round((DateTimeOffset.UtcNow - since).TotalDays));
        }

        // Where the next walk begins: a month back once after the project has come back.
        Assert.Equal([0, 30, 0, 0], reaches);
    }

    [Fact]
    public void ByteOrderMark_BeforeADelivery_IsReadAsIfItWereNotThere()
    {
        var body = "\uFEFF{\"webhookEvent\":\"jira:issue_updated\",\"issue\":{\"id\":\"10001\"}}"u8.ToArray();
        var signature = "sha256=" + Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData("the-secret"u8, body));

        var verdict = JiraWebhook.Receive(
            new InboundRequest("POST", new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["X-Hub-Signature"] = signature }, new Dictionary<string, string>(StringComparer.Ordinal), body), new Secret("the-secret"));

        Assert.Equal("issue:10001", Assert.Single(Assert.IsType<InboundVerdict.Accepted>(verdict).Touched).ExternalId);
    }
}
