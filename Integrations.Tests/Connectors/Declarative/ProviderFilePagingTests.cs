using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative;
using Integrations.Connectors.Declarative.Sync;
using Integrations.Connectors.Manifest;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Connectors.Declarative;

/// <summary>Listings that cannot go on: refused in the file, and at the vendor no whole listing.</summary>
public sealed class ProviderFilePagingTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("""{ "kind": "cursor", "at": "next" }""", "{cursor}")]
    [InlineData("""{ "kind": "next", "at": "next", "parameter": "after" }""", "{cursor}")]
    [InlineData("""{ "kind": "link", "parameter": "after" }""", "{cursor}")]
    [InlineData("""{ "kind": "page" }""", "{page}")]
    [InlineData("""{ "kind": "offset" }""", "{offset}")]
    public void ARequestThatNeverCarriesThePlace_IsRefused(string paging, string place)
    {
        foreach (var listing in new[] { "search", "sync" })
        {
            var problems = SmallFile.Problems(file => Page(file, listing, paging, place: null));

            var problem = Assert.Single(problems);
            Assert.Equal($"$.api.entities.task.{listing}.paging", problem.Path);
            Assert.Contains($"The request has no {place}", problem.Message, StringComparison.Ordinal);
            Assert.NotNull(SmallFile.Read(file => Page(file, listing, paging, place)));
        }
    }

    [Fact]
    public void AListingOfWhatIsGone_IsRefusedTheSame()
    {
        var problems = SmallFile.Problems(file => SmallFile.Task(file)["sync"]!["gone"] = JsonNode.Parse("""{ "request": { "path": "/gone" }, "items": "data", "paging": { "kind": "page", "fixed": 20 } }"""));

        Assert.Equal("$.api.entities.task.sync.gone.paging", Assert.Single(problems).Path);
    }

    [Theory]
    [InlineData("page")]
    [InlineData("offset")]
    public void PagesWhoseLengthNothingSays_AreWarnedOf(string kind)
    {
        void Short(JsonObject file, JsonObject paging)
        {
            Page(file, "search", paging.ToJsonString(), $"{{{kind}}}");
            SmallFile.Task(file)["search"]!["request"]!["query"]!.AsObject().Remove("count");
        }

        IEnumerable<string> Warnings(JsonObject paging) => ProviderFileWarnings.Of(SmallFile.Bytes(file => Short(file, paging)), new DateOnly(2026, 11, 30))
            .Where(problem => problem.Path == "$.api.entities.task.search.paging").Select(problem => problem.Message);

        // Files that are stored worked so: they are not refused.
        Assert.NotNull(SmallFile.Read(file => Short(file, new JsonObject { ["kind"] = kind, ["most"] = 50 })));
        Assert.Contains("how long a page is", Assert.Single(Warnings(new JsonObject { ["kind"] = kind, ["most"] = 50 })), StringComparison.Ordinal);
        Assert.Empty(Warnings(new JsonObject { ["kind"] = kind, ["fixed"] = 20 }));
        Assert.Empty(Warnings(new JsonObject { ["kind"] = kind, ["more"] = "more" }));
    }

    [Fact]
    public async Task AVendorThatTakesNoNoticeOfTheToken_EndsInAFailure_NotInAWholeListing()
    {
        using var vendor = new Vendor(SmallFile.Read());
        vendor.Answers("""{"data":[{"id":1,"name":"A"}],"next":"two"}""");
        vendor.Answers("""{"data":[{"id":1,"name":"A"}],"next":"two"}""");
        vendor.Answers("""{"data":[]}""");

        var first = await vendor.PullAsync(null);
        var second = await vendor.PullAsync(first.Cursor);
        var third = await vendor.PullAsync(second.Cursor);

        Assert.True(first is { HasMore: true, Refused: null });
        Assert.Equal("sync.stuck", second.Refused?.Code);
        Assert.False(second.HasMore);
        // The next pull asks for all of it again, from the same time on.
        Assert.True(SyncPlace.Decode(second.Cursor) is { Position: null, Before: null });
        Assert.Contains("changed_since=2026-10-31T12:00:00Z", vendor.Asked[^1], StringComparison.Ordinal);
        Assert.Null(third.Refused);
    }

    [Fact]
    public async Task AVendorThatTakesNoNoticeOfThePageNumber_IsFoundOutBySecondPage()
    {
        using var vendor = new Vendor(SmallFile.Read(file => Page(file, "sync", """{ "kind": "page", "fixed": 2 }""", "{page}")));
        const string Page1 = """{"data":[{"id":1,"name":"A"},{"id":2,"name":"B"}]}""";
        vendor.Answers(Page1);
        vendor.Answers(Page1);

        var second = await vendor.PullAsync((await vendor.PullAsync(null)).Cursor);

        Assert.Equal("sync.stuck", second.Refused?.Code);
    }

    [Theory]
    [InlineData("""{"data":[{"id":1,"name":"A"}],"next":"LONG"}""", false)]
    [InlineData("""{"data":[{"id":1,"name":"A"}],"next":"caf\u00e9"}""", false)]
    [InlineData("""{"data":[{"id":1,"name":"A"}],"more":true}""", false)]
    [InlineData("""{"data":[],"more":true,"next":null}""", false)]
    [InlineData("""{"data":[{"id":1,"name":"A"}],"next":""}""", true)]
    [InlineData("""{"data":[{"id":1,"name":"A"}],"next":null}""", true)]
    [InlineData("""{"data":[{"id":1,"name":"A"}],"next":"two","more":false}""", true)]
    public async Task AnUnusableNextToken_IsNotTakenForTheEnd(string answer, bool isEnd)
    {
        using var vendor = new Vendor(SmallFile.Read(file => Page(file, "sync", """{ "kind": "cursor", "at": "next", "more": "more" }""", "{cursor}")));
        vendor.Answers(answer.Replace("LONG", new string('x', 2_001), StringComparison.Ordinal));

        var page = await vendor.PullAsync(null);

        Assert.False(page.HasMore);
        Assert.Equal(isEnd ? null : "sync.stuck", page.Refused?.Code);
    }

    [Theory]
    [InlineData("https://api.example.com/v1/tasks?page=2", false)]
    [InlineData("https://api.example.com/v1/tasks?after=", true)]
    [InlineData("", true)]
    public async Task ANextAddressWithoutItsParameter_IsNotTakenForTheEnd(string address, bool isEnd)
    {
        using var vendor = new Vendor(SmallFile.Read(file => Page(file, "sync", """{ "kind": "next", "at": "next", "parameter": "after" }""", "{cursor}")));
        vendor.Answers(new JsonObject { ["data"] = new JsonArray(new JsonObject { ["id"] = 1, ["name"] = "A" }), ["next"] = address }.ToJsonString());

        Assert.Equal(isEnd ? null : "sync.stuck", (await vendor.PullAsync(null)).Refused?.Code);
    }

    [Theory]
    [InlineData("search")]
    [InlineData("read")]
    [InlineData("sync")]
    public void WhatReads_IsAGetOrAPost(string part)
    {
        var problem = Assert.Single(SmallFile.Problems(file => SmallFile.Task(file)[part]!["request"]!["method"] = "DELETE"));

        Assert.Equal($"$.api.entities.task.{part}.request.method", problem.Path);
        Assert.NotNull(SmallFile.Read(file => SmallFile.Task(file)[part]!["request"]!["method"] = "POST"));
    }

    [Fact]
    public async Task ASearchByTokens_GoesOnBehindAnEmptyPage()
    {
        using var vendor = new Vendor(SmallFile.Read());
        vendor.Answers("""{"data":[],"next":"two"}""");
        vendor.Answers("""{"data":[{"id":1,"name":"A"}],"next":null}""");

        var found = await vendor.SearchAsync(new EntityQuery(null, 10));

        Assert.Equal("task:1", Assert.Single(found.Items).Id);
        Assert.True(found is { NextCursor: null, Partial: null });
    }

    [Fact]
    public async Task ASearchByNumbers_EndsAtAnEmptyPage()
    {
        using var vendor = new Vendor(SmallFile.Read(file => Page(file, "search", """{ "kind": "page", "more": "more" }""", "{page}")));
        vendor.Answers("""{"data":[],"more":true}""");

        Assert.True(await vendor.SearchAsync(new EntityQuery(null, 10)) is { NextCursor: null, Items.Count: 0 });
        Assert.Single(vendor.Asked);
    }

    [Fact]
    public async Task TheLastPageAgain_BehindNumberedPages_IsTheEnd()
    {
        using var vendor = new Vendor(SmallFile.Read(file => Page(file, "sync", """{ "kind": "page", "fixed": 2 }""", "{page}")));
        vendor.Answers("""{"data":[{"id":1,"name":"A"},{"id":2,"name":"B"}]}""");
        vendor.Answers("""{"data":[{"id":3,"name":"C"},{"id":4,"name":"D"}]}""");
        vendor.Answers("""{"data":[{"id":3,"name":"C"},{"id":4,"name":"D"}]}""");

        var second = await vendor.PullAsync((await vendor.PullAsync(null)).Cursor);
        var third = await vendor.PullAsync(second.Cursor);

        Assert.True(third is { HasMore: false, Refused: null });
    }

    [Fact]
    public async Task AnEmptyPageThatNamesItself_IsTheLast()
    {
        using var vendor = new Vendor(SmallFile.Read());
        vendor.Answers("""{"data":[{"id":1,"name":"A"}],"next":"two"}""");
        vendor.Answers("""{"data":[],"next":"two"}""");

        var second = await vendor.PullAsync((await vendor.PullAsync(null)).Cursor);

        Assert.True(second is { HasMore: false, Refused: null });
    }

    [Fact]
    public async Task ASearch_ShowsWhatItFound_AndSaysThatThereIsMore()
    {
        using var vendor = new Vendor(SmallFile.Read(file => Page(file, "search", """{ "kind": "page", "fixed": 2 }""", "{page}")));
        const string Page1 = """{"data":[{"id":1,"name":"A"},{"id":2,"name":"B"}]}""";
        vendor.Answers(Page1);
        vendor.Answers(Page1);

        var found = await vendor.SearchAsync(new EntityQuery(null, 10));

        Assert.Equal(["task:1", "task:2"], found.Items.Select(item => item.Id));
        Assert.Null(found.NextCursor);
        Assert.Contains("gives the same page again", found.Partial?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DatesOfASearch_AreThoseOfTheStart_ElseOfTheLastChange_ElseOfTheCreation()
    {
        using var vendor = new Vendor(SmallFile.Read(file => SmallFile.Task(file)["map"]!["start"] = "begins"));
        vendor.Answers(
            """
            {"data":[
              {"id":1,"name":"begins in range","begins":"2026-11-20T10:00:00Z","changed":"2026-01-01T10:00:00Z"},
              {"id":2,"name":"begins elsewhere","begins":"2026-01-20T10:00:00Z","changed":"2026-11-20T10:00:00Z"},
              {"id":3,"name":"changed in range","changed":"2026-11-20T10:00:00Z","created":"2026-01-01T10:00:00Z"},
              {"id":4,"name":"created in range","created":"2026-11-20T10:00:00Z"},
              {"id":5,"name":"without a time"}
            ]}
            """);

        var found = await vendor.SearchAsync(new EntityQuery(null) { Start = Now.AddDays(-20), End = Now });

        Assert.Equal(["task:1", "task:3", "task:4"], found.Items.Select(item => item.Id));
    }

    [Theory]
    [InlineData("plan 3", "task:3")]
    [InlineData("plan 2026", "")]
    [InlineData("secret note", "task:0")]
    [InlineData("plan 30", "")]
    [InlineData("room7", "task:3")]
    public async Task WordsMatchedHere_AreThoseOfTheMap_AndNoTimes(string text, string ids)
    {
        using var vendor = new Vendor(SmallFile.Read(file =>
        {
            SmallFile.Task(file)["search"]!["matchedHere"] = true;
            SmallFile.Task(file)["search"]!["request"]!["query"]!.AsObject().Remove("q");
            SmallFile.Task(file)["map"]!["place"] = "room";
            SmallFile.Task(file)["map"]!["due"] = "due";
        }));
        vendor.Answers(
            """
            {"data":[
              {"id":0,"name":"Plan 0","notes":"A secret note","changed":"2026-10-31T10:00:00Z","due":"2026-12-03"},
              {"id":3,"name":"Plan 3","changed":"2026-10-01T10:00:00Z","room":"Room7"}
            ]}
            """);

        Assert.Equal(ids, string.Join(' ', (await vendor.SearchAsync(new EntityQuery(text))).Items.Select(item => item.Id)));
    }

    private static void Page(JsonObject file, string listing, string paging, string? place)
    {
        var node = SmallFile.Task(file)[listing]!;
        node["paging"] = JsonNode.Parse(paging);
        var query = node["request"]!["query"]!.AsObject();
        query.Remove("after");
        if (place is not null)
        {
            query["after"] = place;
        }
    }

    /// <summary>A vendor whose answers are written down beforehand.</summary>
    private sealed class Vendor(ProviderFile file) : HttpMessageHandler
    {
        private readonly Queue<string> _answers = new();
        private readonly DeclarativeConnector _connector = DeclarativeConnector.Of(file);

        public List<string> Asked { get; } = [];

        public void Answers(string body) => _answers.Enqueue(body);

        public async Task<SyncPage> PullAsync(string? cursor)
        {
            using var session = Session();
            return (await ((ISyncEntities)_connector).PullAsync(session, "task", cursor, CancellationToken.None)).Value;
        }

        public async Task<EntityPage> SearchAsync(EntityQuery query)
        {
            using var session = Session();
            return (await ((ISearchEntities)_connector).SearchAsync(session, query, CancellationToken.None)).Value;
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add(Uri.UnescapeDataString(request.RequestUri!.AbsoluteUri));
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(_answers.Dequeue(), Encoding.UTF8, "application/json"), RequestMessage = request });
        }

        private VendorSession Session() => new(_connector, "Example", AuthKinds.ApiKey, new VendorSessionFacts(new Dictionary<string, string>(StringComparer.Ordinal)), this, new MovableClock(Now));
    }
}
