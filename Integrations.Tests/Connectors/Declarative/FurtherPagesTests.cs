using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative;
using Integrations.Connectors.Http;
using Integrations.Connectors.Manifest;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Connectors.Declarative;

/// <summary>What trying written connectors as files brought into the format: a call of their own for further pages, tokens within an answer, whole ids of accounts.</summary>
public sealed class FurtherPagesTests
{
    private const string Further = """{ "kind": "cursor", "at": "next", "more": "more", "most": 100, "request": { "path": "/tasks/more", "query": { "after": "{cursor}" } } }""";

    [Theory]
    [InlineData("""{ "kind": "cursor", "at": "next", "request": { "path": "/tasks/more", "query": { "after": "{cursor}" } } }""", "{cursor}", "stands in that one and in no other")]
    [InlineData("""{ "kind": "cursor", "at": "next", "request": { "path": "/tasks/more" } }""", null, "stands in that one and in no other")]
    [InlineData("""{ "kind": "page", "request": { "path": "/tasks/more", "query": { "page": "{page}" } } }""", null, "goes with a token")]
    public void ACallForFurtherPages_HasThePlaceAlone(string paging, string? place, string wrong)
    {
        var problem = Assert.Single(SmallFile.Problems(file => Page(SmallFile.Task(file)["search"]!, paging, place)));

        Assert.Equal("$.api.entities.task.search.paging.request", problem.Path);
        Assert.Contains(wrong, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACallForFurtherPages_IsAsked_AndSoIsWhatChangedSince()
    {
        var vendor = new Vendor(
            SmallFile.Read(file =>
            {
                Page(SmallFile.Task(file)["search"]!, Further, place: null);
                SmallFile.Task(file)["sync"] = JsonNode.Parse($$"""{ "request": { "path": "/tasks" }, "items": "data", "paging": {{Further}}, "delta": { "at": "next", "gone": [409] } }""");
            }),
            count => count % 2 == 1 ? """{ "data": [{ "id": 1, "name": "One" }], "next": "t1", "more": true }""" : """{ "data": [{ "id": 2, "name": "Two" }], "next": "t2", "more": false }""");
        using var session = vendor.Session();

        var found = (await vendor.Connector.SearchAsync(session, new EntityQuery("o", 10), CancellationToken.None)).Value;
        var first = (await vendor.Connector.PullAsync(session, "task", null, CancellationToken.None)).Value;
        var second = (await vendor.Connector.PullAsync(session, "task", first.Cursor, CancellationToken.None)).Value;
        await vendor.Connector.PullAsync(session, "task", second.Cursor, CancellationToken.None);

        Assert.Equal(["task:1", "task:2"], found.Items.Select(item => item.Id));
        Assert.Equal((true, false), (first.HasMore, second.HasMore));
        Assert.Equal(["/v1/tasks?q=o&count=10", "/v1/tasks/more?after=t1", "/v1/tasks", "/v1/tasks/more?after=t1", "/v1/tasks/more?after=t2"], vendor.Asked);
    }

    [Theory]
    [InlineData("""{ "ok": true, "access_token": "bot", "authed_user": { "access_token": "person", "scope": "a,b", "token_type": "user" } }""", "person", 2)]
    [InlineData("""{ "ok": true, "access_token": "person", "authed_user": { "id": "U1" } }""", "person", 0)]
    [InlineData("""{ "ok": true, "access_token": 7, "authed_user": [] }""", null, 0)]
    [InlineData("[]", null, 0)]
    public void TokensWithinAnAnswer_AreReadWhereTheFileSays(string body, string? token, int scopes)
    {
        var connector = DeclarativeConnector.Of(SmallFile.Read(file =>
        {
            file["auth"]!.AsArray().Add(JsonNode.Parse("""{ "kind": "oauth2", "displayName": "Sign in", "oAuth": { "authorizationUrl": "https://example.com/a", "tokenUrl": "https://example.com/t", "scopes": [] } }"""));
            file["api"]!["tokenIn"] = new JsonArray("authed_user", "$");
        }));
        using var message = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

        var read = ((IConnector)connector).As<IReadTokenResponse>()!.ReadToken("Example", VendorResponse.From(message, Encoding.UTF8.GetBytes(body)));

        Assert.Equal(token, read.IsSuccess ? read.Value.AccessToken.Reveal() : null);
        Assert.Equal(scopes, read.IsSuccess ? read.Value.Scopes?.Count ?? 0 : 0);
        Assert.Null(((IConnector)DeclarativeConnector.Of(SmallFile.Read())).As<IReadTokenResponse>());
    }

    [Fact]
    public void TokensWithinAnAnswer_WithoutSigningIn_AreRefused() =>
        Assert.Equal("$.api.tokenIn", Assert.Single(SmallFile.Problems(file => file["api"]!["tokenIn"] = new JsonArray("data"))).Path);

    [Theory]
    [InlineData("""{ "team": "T", "user": "U" }""", "T:U")]
    [InlineData("""{ "team": "T" }""", null)]
    [InlineData("{}", null)]
    public async Task AnAccountsId_OfSeveralParts_IsWholeOrNone(string body, string? id)
    {
        var vendor = new Vendor(
            SmallFile.Read(file => file["api"]!["account"]!["map"]!["id"] = JsonNode.Parse("""{ "text": "{team}:{user}", "with": { "team": "team", "user": "user" } }""")), _ => body);
        using var session = vendor.Session();

        var account = await vendor.Connector.GetAccountAsync(session, CancellationToken.None);

        Assert.Equal(id, account.IsSuccess ? account.Value.Id : null);
    }

    private static void Page(JsonNode listing, string paging, string? place)
    {
        listing["paging"] = JsonNode.Parse(paging);
        var query = listing["request"]!["query"]!.AsObject();
        query.Remove("after");
        if (place is not null)
        {
            query["after"] = place;
        }
    }

    /// <summary>A vendor that answers by how often it was asked.</summary>
    private sealed class Vendor(ProviderFile file, Func<int, string> answer) : HttpMessageHandler
    {
        public List<string> Asked { get; } = [];

        public SearchingConnector Connector { get; } = (SearchingConnector)DeclarativeConnector.Of(file);

        public VendorSession Session() =>
            new(Connector, "Example", AuthKinds.ApiKey, VendorSessionFacts.None, this, new MovableClock(new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero)));

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add(request.RequestUri!.PathAndQuery);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(answer(Asked.Count), Encoding.UTF8, "application/json"), RequestMessage = request });
        }
    }
}
