using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Vendors.GitHub;
using Integrations.Primitives;
using Integrations.Tests.Connectors.Hostile;

namespace Integrations.Tests.Connectors.Field;

public sealed class GitHubFieldTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly Secret Key = new("the-webhooks-secret");

    [Theory]
    [InlineData("pull_request_review")]
    [InlineData("pull_request_review_comment")]
    [InlineData("pull_request_review_thread")]
    [InlineData("pull_request")]
    public void Delivery_OfAReview_TouchesThePullRequest(string name)
    {
        var accepted = Accepted(name, """{"action":"submitted","repository":{"full_name":"acme/widgets"},"pull_request":{"number":7,"url":"https://api.github.com/repos/acme/widgets/pulls/7"}}""");

        Assert.Equal(new TouchedEntity("pull_request", "pull:acme:widgets:7"), Assert.Single(accepted.Touched));
    }

    [Fact]
    public void Delivery_OfACommentOnAnIssue_TouchesTheIssue_AndOnAPullRequestThat()
    {
        Assert.Equal("issue:acme:widgets:1", Assert.Single(Accepted("issue_comment", """{"action":"created","repository":{"full_name":"acme/widgets"},"issue":{"number":1}}""").Touched).ExternalId);
        Assert.Equal("pull:acme:widgets:2", Assert.Single(Accepted("issue_comment", """{"action":"created","repository":{"full_name":"acme/widgets"},"issue":{"number":2,"pull_request":{}}}""").Touched).ExternalId);
    }

    [Theory]
    [InlineData("renamed", """{"repository":{"name":{"from":"widgets"}}}""", "acme/gadgets", "acme:widgets", "acme:gadgets")]
    [InlineData("transferred", """{"owner":{"from":{"organization":{"login":"acme"}}}}""", "globex/widgets", "acme:widgets", "globex:widgets")]
    [InlineData("transferred", """{"owner":{"from":{"user":{"login":"ada"}}}}""", "acme/widgets", "ada:widgets", "acme:widgets")]
    public void Delivery_OfARepositoryThatMoved_GivesItsThingsTheirNewIds(string action, string changes, string now, string before, string after)
    {
        var accepted = Accepted("repository", $$$"""{"action":"{{{action}}}","changes":{{{changes}}},"repository":{"full_name":"{{{now}}}"}}""");

        Assert.Equal(
            [($"repo:{before}", $"repo:{after}"), ($"issue:{before}:", $"issue:{after}:"), ($"pull:{before}:", $"pull:{after}:")],
            accepted.Touched.Select(touched => (touched.ExternalId!, touched.RenamedTo!)));
        Assert.True(accepted.Touched[1].Means("issue", $"issue:{after}:12"));
        Assert.False(accepted.Touched[1].Means("issue", $"issue:{before}:12"));
    }

    [Fact]
    public void Delivery_OfARenamedOrganization_GivesAllThatItOwnsItsNewIds()
    {
        var accepted = Accepted("organization", """{"action":"renamed","changes":{"login":{"from":"acme"}},"organization":{"login":"acme-labs"}}""");

        Assert.Equal(
            [("user:acme", "user:acme-labs"), ("repo:acme:", "repo:acme-labs:"), ("issue:acme:", "issue:acme-labs:"), ("pull:acme:", "pull:acme-labs:")],
            accepted.Touched.Select(touched => (touched.ExternalId!, touched.RenamedTo!)));
    }

    [Theory]
    [InlineData(""","changes":{"new_issue":{"number":3},"new_repository":{"full_name":"globex/gadgets"}}""", "issue:globex:gadgets:3")]
    [InlineData(""","changes":{}""", null)]
    [InlineData("", null)]
    public void Delivery_OfATransferredIssue_SaysWhereItIsNow_AndNeverThatItIsGone(string changes, string? now)
    {
        var touched = Assert.Single(Accepted("issues", $$$"""{"action":"transferred","repository":{"full_name":"acme/widgets"},"issue":{"number":7}{{{changes}}}}""").Touched);

        Assert.Equal(("issue:acme:widgets:7", now, false), (touched.ExternalId, touched.RenamedTo, touched.Deleted));
    }

    [Theory]
    [InlineData("issue:oldname:widgets:1", "/repos/oldname/widgets/issues/1", "/repositories/42/issues/1", "newname/widgets", 1, "issue:newname:widgets:1")]
    [InlineData("issue:acme:widgets:7", "/repos/acme/widgets/issues/7", "/repositories/99/issues/3", "globex/gadgets", 3, "issue:globex:gadgets:3")]
    public async Task Read_OfAThingThatMoved_FollowsOnTheSameHost_AndTellsItsNewId(string id, string before, string place, string repository, int number, string now)
    {
        await using var vendor = new PlayedVendor("github")
        {
            Answer = request => request.Contains(before, StringComparison.Ordinal) ? PlayedVendor.Json("{}", 301, $"Location: /sandbox/api.github.com{place}")
                : request.Contains(place, StringComparison.Ordinal) && request.Contains("Authorization: Bearer token", StringComparison.Ordinal)
                    ? PlayedVendor.Json($$"""{"id":1,"number":{{number}},"title":"Moved","repository_url":"https://api.github.com/repos/{{repository}}"}""")
                : PlayedVendor.Json("{}", 404),
        };
        using var session = vendor.Session();

        var read = await ((IGetEntity)vendor.Connector).GetAsync(session, id, None);

        Assert.Equal((now, "Moved"), (read.Value.Id, read.Value.Title));
    }

    [Fact]
    public void Delivery_InFormEncoding_IsReadLikeJson()
    {
        const string Payload = """{"action":"edited","repository":{"full_name":"acme/widgets"},"issue":{"number":1,"title":"a & b = ü"}}""";
        var form = $"payload={WebUtility.UrlEncode(Payload)}";

        var accepted = Assert.IsType<InboundVerdict.Accepted>(GitHubWebhook.Receive(Signed("issues", form, "application/x-www-form-urlencoded"), Key));

        Assert.Equal("issue:acme:widgets:1", Assert.Single(accepted.Touched).ExternalId);
        Assert.IsType<InboundVerdict.Rejected>(GitHubWebhook.Receive(Signed("issues", "other=1", "application/x-www-form-urlencoded"), Key));
    }

    [Fact]
    public void ByteOrderMark_BeforeADelivery_IsReadAsIfItWereNotThere() =>
        Assert.Single(Accepted("issues", "\uFEFF{\"action\":\"edited\",\"repository\":{\"full_name\":\"acme/widgets\"},\"issue\":{\"number\":1}}").Touched);

    [Fact]
    public async Task Search_ThatGitHubDidNotFinish_IsAPartialResult()
    {
        await using var vendor = new PlayedVendor("github") { Answer = _ => PlayedVendor.Json("""{"total_count":0,"incomplete_results":true,"items":[]}""") };
        using var session = vendor.Session();

        var found = await Search(vendor, session);

        Assert.Null(found.Failure);
        Assert.Contains("GitHub did not finish the search", found.Value.Partial?.Message, StringComparison.Ordinal);
        Assert.Contains("Narrow it", found.Value.Partial?.Message, StringComparison.Ordinal);
    }

    [Fact, Proves("K2")]
    public async Task Search_InAnOwnerThatIsGone_NamesIt_AndSearchesTheOthers()
    {
        await using var vendor = new PlayedVendor("github")
        {
            Answer = request => request.Contains("/users/gone ", StringComparison.Ordinal) ? PlayedVendor.Json("""{"message":"Not Found"}""", 404)
                : request.Contains("/users/", StringComparison.Ordinal) ? PlayedVendor.Json("""{"login":"acme","id":1}""")
                : request.Contains("gone", StringComparison.Ordinal) ? PlayedVendor.Json("""{"message":"Validation Failed","errors":[{"message":"The listed users and repositories cannot be searched either because the resources do not exist or you do not have permission to view them.","resource":"Search","field":"q","code":"invalid"}]}""", 422)
                : PlayedVendor.Json("""{"total_count":1,"items":[{"id":1,"number":1,"title":"Found","repository_url":"https://api.github.com/repos/acme/widgets"}]}"""),
        };
        using var session = vendor.Session(facts: new Dictionary<string, string>(StringComparer.Ordinal) { ["repositories"] = "acme, gone" });

        var found = await Search(vendor, session);

        Assert.Equal("Found", Assert.Single(found.Value.Items).Title);
        Assert.Contains("'gone'", found.Value.Partial?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_InOneOwnerThatIsGone_SaysSo()
    {
        await using var vendor = new PlayedVendor("github")
        {
            Answer = request => request.Contains("/users/gone ", StringComparison.Ordinal) ? PlayedVendor.Json("""{"message":"Not Found"}""", 404) : PlayedVendor.Json("""{"message":"Validation Failed"}""", 422),
        };
        using var session = vendor.Session(facts: new Dictionary<string, string>(StringComparer.Ordinal) { ["repositories"] = "gone" });

        Assert.Contains("GitHub cannot search gone", (await Search(vendor, session)).Failure?.Message, StringComparison.Ordinal);
    }

    [Theory, Proves("K2"), InlineData(403), InlineData(404), InlineData(410), InlineData(451)]
    public async Task SyncOverARepositoryThatRefuses_PullsTheOthers_AndReportsItOnce(int status)
    {
        await using var vendor = new PlayedVendor("github")
        {
            Answer = request => request.Contains("/user/repos", StringComparison.Ordinal) ? PlayedVendor.Json("""[{"full_name":"acme/first"},{"full_name":"acme/closed"},{"full_name":"acme/last"}]""")
                : request.Contains("/closed/", StringComparison.Ordinal) ? PlayedVendor.Json("""{"message":"No"}""", status)
                : PlayedVendor.Json($$"""[{"id":1,"number":1,"title":"One","repository_url":"https://api.github.com/repos/acme/{{(request.Contains("/first/", StringComparison.Ordinal) ? "first" : "last")}}"}]"""),
        };
        using var session = vendor.Session();
        var sync = (ISyncEntities)vendor.Connector;

        var first = await sync.PullAsync(session, "issue", null, None);
        var second = await sync.PullAsync(session, "issue", first.Value.Cursor, None);

        Assert.Equal(["issue:acme:first:1", "issue:acme:last:1"], first.Value.Changes.Select(change => change.ExternalId));
        Assert.Equal(2, second.Value.Changes.Count);
        Assert.Empty(second.Value.LeftOut);
        // A repository whose issues are switched off is as it is meant to be.
        Assert.Equal(status == 410 ? 0 : 1, first.Value.LeftOut.Count(left => left.Contains("acme/closed", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Sync_OverARepositoryThatRefusedOnce_ReadsWhatChangedMeanwhile()
    {
        var isClosed = true;
        await using var vendor = new PlayedVendor("github")
        {
            Answer = request => request.Contains("/user/repos", StringComparison.Ordinal) ? PlayedVendor.Json("""[{"full_name":"acme/closed"}]""")
                : isClosed ? PlayedVendor.Json("""{"message":"No"}""", 403) : PlayedVendor.Json("[]"),
        };
        using var session = vendor.Session();

        string? cursor = null;
        foreach (var closed in (bool[])[false, true, false, false, true])
        {
            isClosed = closed;
            var pulled = (await ((ISyncEntities)vendor.Connector).PullAsync(session, "issue", cursor, None)).Value;
            cursor = pulled.Cursor;
            Assert.Equal(closed ? 1 : 0, pulled.LeftOut.Count);
        }

        var reaches = vendor.Asked.Where(line => line.Contains("/closed/", StringComparison.Ordinal))
            .Select(line => DateTimeOffset.Parse(Uri.UnescapeDataString(line.Split("since=")[1].Split('&', ' ')[0]), System.Globalization.CultureInfo.InvariantCulture) < DateTimeOffset.UtcNow.AddDays(-29));
        // At first, and when it is back, a month; else what changed since the walk before.
        Assert.Equal([true, false, true, false, false], reaches);
    }

    [Theory, InlineData(307), InlineData(308)]
    public async Task Write_ToARenamedRepository_IsRepeatedThereWithMethodAndBody_Once(int status)
    {
        await using var vendor = new PlayedVendor("github")
        {
            Answer = request => request.Contains("/repos/acme/gadgets/", StringComparison.Ordinal) ? PlayedVendor.Json("{}", status, "Location: /sandbox/api.github.com/repositories/42/issues/1/comments")
                : request.StartsWith("POST", StringComparison.Ordinal) && request.Contains("/repositories/42/", StringComparison.Ordinal) && request.Contains("\"body\":\"Hello\"", StringComparison.Ordinal) && request.Contains("Authorization: Bearer token", StringComparison.Ordinal)
                    ? PlayedVendor.Json("""{"id":5,"html_url":"https://github.com/acme/widgets/issues/1#c5"}""", 201)
                : PlayedVendor.Json("{}", 404),
        };
        using var session = vendor.Session();

        var done = await Comment(vendor, session);

        Assert.Null(done.Failure);
        Assert.Equal(2, vendor.Asked.Count);
    }

    [Theory]
    [InlineData("https://evil.example/x")]
    [InlineData("http://api.github.com/x")]
    [InlineData("//[")]
    public async Task Write_RedirectedElsewhere_IsNotRepeated(string place)
    {
        await using var vendor = new PlayedVendor("github") { Answer = _ => PlayedVendor.Json("{}", 307, $"Location: {place}") };
        using var session = vendor.Session();

        Assert.Equal("vendor.not_found", (await Comment(vendor, session)).Failure?.Code);
        Assert.Single(vendor.Asked);
    }

    [Fact]
    public async Task Write_RedirectedInACircle_IsRepeatedOnce()
    {
        await using var vendor = new PlayedVendor("github") { Answer = _ => PlayedVendor.Json("{}", 307, "Location: /sandbox/api.github.com/repositories/42/x") };
        using var session = vendor.Session();

        Assert.Equal("vendor.not_found", (await Comment(vendor, session)).Failure?.Code);
        Assert.Equal(2, vendor.Asked.Count);
    }

    [Fact]
    public async Task PullRequestInAListOfIssues_TellsWhatItCannotTell()
    {
        await using var vendor = new PlayedVendor("github")
        {
            Answer = request => request.Contains("/user/repos", StringComparison.Ordinal) ? PlayedVendor.Json("""[{"full_name":"acme/widgets"}]""")
                : PlayedVendor.Json("""[{"id":1,"number":1,"title":"One","pull_request":{},"repository_url":"https://api.github.com/repos/acme/widgets"}]"""),
        };
        using var session = vendor.Session();

        var pulled = await ((ISyncEntities)vendor.Connector).PullAsync(session, "pull_request", null, None);

        Assert.Equal(["head", "base"], Assert.Single(pulled.Value.Changes).Entity!.Untold);
    }

    private static Task<Result<EntityPage>> Search(PlayedVendor vendor, VendorSession session) =>
        ((ISearchEntities)vendor.Connector).SearchAsync(session, new EntityQuery("word", 10) { EntityTypes = ["issue"] }, None);

    private static Task<Result<ActionOutcome>> Comment(PlayedVendor vendor, VendorSession session) => ((IRunActions)vendor.Connector).RunAsync(
        session, "comment_issue", JsonElement.Parse("""{"repository":"acme/gadgets","number":1,"body":"Hello"}"""), None);

    private static InboundVerdict.Accepted Accepted(string name, string body) => Assert.IsType<InboundVerdict.Accepted>(GitHubWebhook.Receive(Signed(name, body, "application/json"), Key));

    private static InboundRequest Signed(string name, string body, string type)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return new InboundRequest(
            "POST",
            new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
            {
                ["Content-Type"] = type,
                ["X-GitHub-Delivery"] = "d",
                ["X-GitHub-Event"] = name,
                ["X-Hub-Signature-256"] = "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key.Reveal()), bytes)),
            },
            new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase),
            bytes);
    }
}
