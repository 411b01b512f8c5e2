using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative;
using Integrations.Connectors.Declarative.Sync;
using Integrations.Connectors.Manifest;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Connectors.Declarative;

/// <summary>Walks through listings that go on behind an empty page, forget a position, end at a limit, or do not end.</summary>
public sealed class SyncWalkTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task AnEmptyPageWithANextLink_IsNotTheLast()
    {
        using var vendor = new Vendor("microsoft_todo");
        vendor.Answers("""{"value":[],"@odata.nextLink":"https://graph.microsoft.com/v1.0/x?$skiptoken=second"}""");
        vendor.Answers("""{"value":[{"id":"t1","title":"Review"}],"@odata.deltaLink":"https://graph.microsoft.com/v1.0/x?$deltatoken=later"}""");

        var first = (await vendor.PullAsync("task", null)).Value;
        var second = (await vendor.PullAsync("task", first.Cursor)).Value;

        Assert.True(first is { HasMore: true, Changes.Count: 0 });
        Assert.Equal("task:t1", Assert.Single(second.Changes).ExternalId);
        Assert.False(second.HasMore);
        Assert.Equal("later", SyncPlace.Decode(second.Cursor)!.Delta);
    }

    [Fact]
    public async Task APositionThatIsRefusedTwice_Fails_AndTheNextPullBeginsAnew()
    {
        using var vendor = new Vendor("google_tasks");
        const string Page = """{"items":[{"id":"t1","title":"Review","updated":"2026-11-30T11:00:00Z"}],"nextPageToken":"stale"}""";
        vendor.Answers(Page);
        vendor.Refuses(HttpStatusCode.BadRequest);
        vendor.Answers(Page);
        vendor.Refuses(HttpStatusCode.BadRequest);
        vendor.Answers("""{"items":[]}""");

        string? cursor = null;
        for (var pull = 0; pull < 3; pull++)
        {
            var page = (await vendor.PullAsync("task", cursor)).Value;
            Assert.True(page is { Refused: null, HasMore: true, Restart: false });
            cursor = page.Cursor;
        }

        var refused = (await vendor.PullAsync("task", cursor)).Value;
        Assert.NotNull(refused.Refused);
        var again = (await vendor.PullAsync("task", refused.Cursor)).Value;

        Assert.True(again is { Refused: null, HasMore: false });
        Assert.DoesNotContain("stale", vendor.Asked[^1], StringComparison.Ordinal);
        Assert.Equal(2, vendor.Asked.Count(asked => asked.Contains("pageToken=stale", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task AListingWithTheOldestFirst_IsAskedForFromItsLastTime_AndByPositionWithinOneMoment()
    {
        using var vendor = new Vendor("hubspot");
        vendor.Answers(Contacts("100", (1, "2026-11-30T10:00:00.000Z"), (2, "2026-11-30T10:00:01.500Z")));
        vendor.Answers(Contacts("100", (2, "2026-11-30T10:00:01.500Z"), (3, "2026-11-30T10:00:01.500Z")));
        vendor.Answers(Contacts(null, (4, "2026-11-30T10:00:01.500Z")));

        var first = (await vendor.PullAsync("contact", null)).Value;
        var second = (await vendor.PullAsync("contact", first.Cursor)).Value;
        var third = (await vendor.PullAsync("contact", second.Cursor)).Value;

        // Times of things are kept to the second.
        var last = new DateTimeOffset(2026, 11, 30, 10, 0, 1, TimeSpan.Zero).ToUnixTimeMilliseconds();
        Assert.Contains($"\"{last}\"", vendor.Asked[1], StringComparison.Ordinal);
        Assert.DoesNotContain("after", vendor.Asked[1], StringComparison.Ordinal);
        Assert.Contains($"\"{last}\"", vendor.Asked[2], StringComparison.Ordinal);
        Assert.Contains("\"after\":\"100\"", vendor.Asked[2], StringComparison.Ordinal);
        Assert.False(third.HasMore);
        Assert.Equal(Now.AddMinutes(-5), SyncPlace.Decode(third.Cursor)!.Since);
    }

    [Fact]
    public async Task APageWhoseTimesAreNotInOrder_IsFollowedByPosition()
    {
        using var vendor = new Vendor("hubspot");
        vendor.Answers(Contacts("100", (1, "2026-11-30T10:00:05.000Z"), (2, "2026-11-30T10:00:03.000Z")));
        vendor.Answers(Contacts(null));

        var first = (await vendor.PullAsync("contact", null)).Value;
        await vendor.PullAsync("contact", first.Cursor);

        Assert.Contains("\"after\":\"100\"", vendor.Asked[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task MoreOfOneMomentThanTheVendorLists_Fails_AndLeavesAUsableCursor()
    {
        using var vendor = new Vendor("hubspot");
        vendor.Answers(Contacts("10000", (1, "2026-11-30T10:00:00.000Z")));
        var place = new SyncPlace(Now.AddDays(-1), Now, "9900") { Seen = 9_950, Reached = Now.AddHours(-2) };

        var page = (await vendor.PullAsync("contact", place.Encode())).Value;

        Assert.Equal("sync.crowded", page.Refused?.Code);
        Assert.True(SyncPlace.Decode(page.Cursor) is { Position: null, Seen: 0 });
        Assert.Single(page.Changes);
    }

    [Fact]
    public async Task ALimitOnResults_WithTheNewestFirst_IsReported()
    {
        using var vendor = new Vendor("salesforce");
        var records = new JsonArray([.. Enumerable.Range(0, 100).Select(number => new JsonObject { ["Id"] = $"a{number}", ["Name"] = $"Account {number}", ["LastModifiedDate"] = "2026-11-30T11:00:00Z" })]);
        vendor.Answers(new JsonObject { ["records"] = records }.ToJsonString());

        var page = (await vendor.PullAsync("account", new SyncPlace(Now.AddDays(-1), Now, "1900").Encode())).Value;

        Assert.Contains("2000", Assert.Single(page.LeftOut), StringComparison.Ordinal);
        Assert.True(page is { HasMore: false, Refused: null, Changes.Count: 100 });
    }

    [Fact]
    public async Task AListingWithoutAnEnd_IsStopped_AndBegunAnew()
    {
        using var vendor = new Vendor("google_tasks");
        vendor.Answers("""{"items":[],"nextPageToken":"again"}""");

        var page = (await vendor.PullAsync("task", new SyncPlace(Now.AddDays(-1), Now, "before") { Pages = 5_000 }.Encode())).Value;

        Assert.Equal("sync.endless", page.Refused?.Code);
        Assert.True(SyncPlace.Decode(page.Cursor) is { Position: null, Pages: 0 } place && place.Since == Now.AddDays(-1));
    }

    [Fact]
    public async Task AWalkFromTheFuture_EndsNow()
    {
        using var vendor = new Vendor("google_tasks");
        vendor.Answers("""{"items":[]}""");

        var page = (await vendor.PullAsync("task", new SyncPlace(Now.AddYears(1), Now.AddYears(1)).Encode())).Value;

        Assert.True(SyncPlace.Decode(page.Cursor)!.Since <= Now);
        Assert.Null(SyncPlace.Decode(new SyncPlace(Now, DateTimeOffset.MinValue).Encode()));
    }

    private static string Contacts(string? after, params (int Id, string UpdatedAt)[] contacts)
    {
        var answer = new JsonObject
        {
            ["results"] = new JsonArray([.. contacts.Select(contact => new JsonObject
            {
                ["id"] = $"{contact.Id}",
                ["properties"] = new JsonObject { ["email"] = $"c{contact.Id}@acme.test" },
                ["updatedAt"] = contact.UpdatedAt,
            })]),
        };
        if (after is not null)
        {
            answer["paging"] = new JsonObject { ["next"] = new JsonObject { ["after"] = after } };
        }

        return answer.ToJsonString();
    }

    /// <summary>A vendor whose answers are written down beforehand.</summary>
    private sealed class Vendor : HttpMessageHandler
    {
        private readonly Queue<(HttpStatusCode Status, string Body)> _answers = new();
        private readonly DeclarativeConnector _connector;

        public Vendor(string provider)
        {
            var bytes = File.ReadAllBytes(Path.Combine(Repository.Root(), $"Integrations.Connectors/Declarative/Providers/{provider}.provider.json"));
            _connector = DeclarativeConnector.Of(ProviderFile.Read(bytes, out _)!);
        }

        /// <summary>Address and body of each request.</summary>
        public List<string> Asked { get; } = [];

        public void Answers(string body) => _answers.Enqueue((HttpStatusCode.OK, body));

        public void Refuses(HttpStatusCode status) => _answers.Enqueue((status, "{}"));

        public async Task<Result<SyncPage>> PullAsync(string type, string? cursor)
        {
            var facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["taskListId"] = "list1", ["siteUrl"] = "https://acme.my.salesforce.com" };
            using var session = new VendorSession(_connector, _connector.Manifest.DisplayName, AuthKinds.OAuth2, new VendorSessionFacts(facts), this, new MovableClock(Now));
            return await ((ISyncEntities)_connector).PullAsync(session, type, cursor, CancellationToken.None);
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            Asked.Add($"{Uri.UnescapeDataString(request.RequestUri!.AbsoluteUri)} {body}");
            var (status, answer) = _answers.Dequeue();
            return new HttpResponseMessage(status) { Content = new StringContent(answer, Encoding.UTF8, "application/json"), RequestMessage = request };
        }
    }
}
