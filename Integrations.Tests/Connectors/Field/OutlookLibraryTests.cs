using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Vendors.Outlook;
using Integrations.Primitives;
using Integrations.Tests.Connectors.Hostile;

namespace Integrations.Tests.Connectors.Field;

/// <summary>What must not come of Microsoft's client standing between us and Graph.</summary>
public sealed class OutlookLibraryTests
{
    private const string Event =
        """{"id":"e1","subject":"Plan","start":{"dateTime":"2026-12-01T10:00:00.0000000","timeZone":"UTC"},"end":{"dateTime":"2026-12-01T11:00:00.0000000","timeZone":"UTC"}}""";

    private static readonly CancellationToken None = CancellationToken.None;

    [Theory, Proves("SX3")]
    [InlineData("text/html", "<!DOCTYPE html><title>Sign in</title>")]
    [InlineData("application/json", "<!DOCTYPE html>")]
    [InlineData("application/json", "")]
    [InlineData("text/plain", "")]
    [InlineData("application/json", "{\"value\":[")]
    [InlineData("application/json", "null")]
    [InlineData("application/json", "{} {}")]
    public async Task AnswerThatIsNoJson_AtStatus200_IsUnreadable_WhateverWasAsked(string type, string body)
    {
        await using var vendor = new PlayedVendor("microsoft_outlook") { Answer = _ => Answer(200, type, body) };
        using var session = vendor.Session();
        var order = new SubscriptionRequest("me/events", "https://hub.example/in", new Secret("token"));
        var channel = new OpenedSubscription("channel", null, DateTimeOffset.UtcNow.AddDays(1));

        string?[] codes =
        [
            (await vendor.Connector.GetAccountAsync(session, None)).Failure?.Code,
            (await Search(vendor, session)).Failure?.Code,
            (await ((IGetEntity)vendor.Connector).GetAsync(session, "e1", None)).Failure?.Code,
            (await ((IGetEntity)vendor.Connector).GetAsync(session, "message:m1", None)).Failure?.Code,
            (await CreateAsync(vendor, session)).Failure?.Code,
            (await ((ISyncEntities)vendor.Connector).PullAsync(session, "event", null, None)).Failure?.Code,
            (await ((ISubscribeToEvents)vendor.Connector).SubscribeAsync(session, order, None)).Failure?.Code,
            (await ((ISubscribeToEvents)vendor.Connector).RenewSubscriptionAsync(session, order, channel, None)).Failure?.Code,
        ];

        Assert.All(codes, code => Assert.Equal("vendor.unreadable", code));
        Assert.Empty(vendor.Unforeseen);
    }

    [Fact]
    public async Task NamesThatAreNew_AreLeftOut_AndTheRestIsRead()
    {
        await using var vendor = new PlayedVendor("microsoft_outlook")
        {
            Answer = _ => PlayedVendor.Json(Event.Replace("{\"id\"", "{\"@odata.type\":\"#microsoft.graph.eventOfTomorrow\",\"showAs\":\"napping\",\"sensitivity\":\"cosmic\",\"type\":\"alien\",\"importance\":\"vast\",\"newMember\":{\"a\":[1]},\"body\":{\"contentType\":\"scroll\",\"content\":\"Words\"},\"attendees\":[{\"type\":\"ghost\",\"emailAddress\":{\"address\":\"ben@acme.test\"}},null],\"id\"", StringComparison.Ordinal)),
        };
        using var session = vendor.Session();

        var entity = (await ((IGetEntity)vendor.Connector).GetAsync(session, "e1", None)).Value;

        Assert.Equal(("Plan", "Words", "confirmed"), (entity.Title, entity.Description, entity.Text("status")));
        Assert.Equal(["ben@acme.test"], entity.Attendees);
        Assert.Equal(new DateTimeOffset(2026, 12, 1, 10, 0, 0, TimeSpan.Zero), entity.Start);
        Assert.Null(entity.Text("showAs"));
    }

    [Theory]
    [InlineData("workingElsewhere", "private")]
    [InlineData("oof", "confidential")]
    [InlineData("tentative", "normal")]
    public async Task NamesThatAreKnown_AreShownAsGraphWritesThem(string showAs, string sensitivity)
    {
        await using var vendor = new PlayedVendor("microsoft_outlook") { Answer = _ => PlayedVendor.Json(Event.Replace("{\"id\"", $"{{\"showAs\":\"{showAs}\",\"sensitivity\":\"{sensitivity}\",\"id\"", StringComparison.Ordinal)) };
        using var session = vendor.Session();

        var entity = (await ((IGetEntity)vendor.Connector).GetAsync(session, "e1", None)).Value;

        Assert.Equal((showAs, sensitivity), (entity.Text("showAs"), entity.Text("sensitivity")));
        Assert.Equal(showAs == "tentative" ? "tentative" : "confirmed", entity.Text("status"));
    }

    [Fact, Proves("T10")]
    public async Task NextLinkToAnotherHost_IsAskedOfGraph_WithThePreferencesOfTheFirstPage()
    {
        var requests = new List<string>();
        await using var vendor = new PlayedVendor("microsoft_outlook")
        {
            Answer = request =>
            {
                requests.Add(request);
                return PlayedVendor.Json(request.Contains("skiptoken", StringComparison.Ordinal) ? """{"value":[]}""" : $$"""{"value":[{{Event}}],"@odata.nextLink":"https://evil.example/v1.0/me/calendarView?$skiptoken=s"}""");
            },
        };
        using var session = vendor.Session();

        var found = await Search(vendor, session);

        Assert.Null(found.Failure);
        Assert.Contains(requests, request => request.Contains("skiptoken=s", StringComparison.Ordinal));
        Assert.All(requests, request =>
        {
            Assert.StartsWith("GET /sandbox/graph.microsoft.com/v1.0/me/", request, StringComparison.Ordinal);
            Assert.Contains("Prefer: outlook.timezone=\"UTC\", IdType=\"ImmutableId\", outlook.body-content-type=\"text\"\r\n", request, StringComparison.Ordinal);
        });
    }

    [Theory, Proves("T10")]
    [InlineData("https://evil.example/me/calendarView?$skiptoken=s")]
    [InlineData("https://graph.microsoft.com/v1.0/me/messages?$skiptoken=s")]
    [InlineData("//[")]
    public async Task NextLinkThatLeavesItsListing_IsUnreadable(string link)
    {
        await using var vendor = new PlayedVendor("microsoft_outlook") { Answer = _ => PlayedVendor.Json($$"""{"value":[{{Event}}],"@odata.nextLink":"{{link}}"}""") };
        using var session = vendor.Session();

        Assert.Equal("vendor.unreadable", (await Search(vendor, session)).Failure?.Code);
        Assert.Single(vendor.Asked);
    }

    [Theory, Proves("T10")]
    [InlineData("https://evil.example/v1.0/me")]
    [InlineData("http://graph.microsoft.com/v1.0/me")]
    [InlineData("https://graph.microsoft.com.evil.example/v1.0/me")]
    public async Task ClientThatWasGivenAnotherHost_AsksNothing(string address)
    {
        await using var vendor = new PlayedVendor("microsoft_outlook");
        using var session = vendor.Session();
        using var graph = new GraphApi(session, None);

        var asked = await graph.AskAsync((api, token) => api.Me.WithUrl(address).GetAsync(cancellationToken: token), person => person.Id);

        Assert.Equal("vendor.unreadable", asked.Failure?.Code);
        Assert.Empty(vendor.Asked);
    }

    [Fact]
    public async Task Delta_AsksEachPageWithItsSizeAndPreferences()
    {
        var requests = new List<string>();
        await using var vendor = new PlayedVendor("microsoft_outlook")
        {
            Answer = request =>
            {
                requests.Add(request);
                return PlayedVendor.Json("""{"value":[],"@odata.nextLink":"https://graph.microsoft.com/v1.0/me/calendarView/delta?$skiptoken=s"}""");
            },
        };
        using var session = vendor.Session();
        var sync = (ISyncEntities)vendor.Connector;

        var first = await sync.PullAsync(session, "event", null, None);
        await sync.PullAsync(session, "event", first.Value.Cursor, None);

        Assert.Equal(2, requests.Count);
        Assert.All(requests, request => Assert.Contains("Prefer: outlook.timezone=\"UTC\", IdType=\"ImmutableId\", outlook.body-content-type=\"text\", odata.maxpagesize=50\r\n", request, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(302, 1)]
    [InlineData(307, 1)]
    [InlineData(429, 1)]
    [InlineData(503, 1)]
    [InlineData(504, 1)]
    public async Task WriteThatMustNotBeRepeated_IsSentOnce(int status, int times)
    {
        await using var vendor = new PlayedVendor("microsoft_outlook") { Answer = _ => PlayedVendor.Json("{}", status, "Location: https://evil.example/") };
        using var session = vendor.Session();

        var opened = await ((ISubscribeToEvents)vendor.Connector).SubscribeAsync(session, new SubscriptionRequest("me/events", "https://hub.example/in", new Secret("token")), None);

        Assert.NotNull(opened.Failure);
        Assert.Equal(times, vendor.Asked.Count);
    }

    [Theory]
    [InlineData("{\"error\":{}}")]
    [InlineData("{\"error\":{\"message\":\"No\"}}")]
    [InlineData("{\"error\":\"No\"}")]
    [InlineData("{}")]
    [InlineData("<h1>No</h1>")]
    [InlineData("")]
    public async Task RefusalWithoutACode_IsARefusal(string body)
    {
        await using var vendor = new PlayedVendor("microsoft_outlook") { Answer = _ => PlayedVendor.Json(body, 400) };
        using var session = vendor.Session();

        Assert.Equal("vendor.refused", (await CreateAsync(vendor, session)).Failure?.Code);
        Assert.Equal("vendor.refused", (await ((ISyncEntities)vendor.Connector).PullAsync(session, "event", null, None)).Failure?.Code);
        Assert.Empty(vendor.Unforeseen);
    }

    [Theory, Proves("K3")]
    [InlineData(410, "{}")]
    [InlineData(400, "{\"error\":{\"code\":\"SyncStateNotFound\"}}")]
    [InlineData(400, "{\"error\":{\"code\":\"resyncRequired\"}}")]
    public async Task DeltaThatGraphForgot_BeginsAgain(int status, string body)
    {
        await using var vendor = new PlayedVendor("microsoft_outlook") { Answer = _ => PlayedVendor.Json(body, status) };
        using var session = vendor.Session();

        Assert.True((await ((ISyncEntities)vendor.Connector).PullAsync(session, "event", $"{DateTime.UtcNow:yyyy-MM-dd} me/calendarView/delta?$deltatoken=x", None)).Value.Restart);
    }

    [Fact]
    public async Task CallThatItsCallerGaveUp_IsNotMade_AndIsNoFailureOfTheVendor()
    {
        await using var vendor = new PlayedVendor("microsoft_outlook");
        using var session = vendor.Session();
        using var gaveUp = new CancellationTokenSource();
        await gaveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => vendor.Connector.GetAccountAsync(session, gaveUp.Token));

        Assert.Empty(vendor.Asked);
    }

    private static Task<Result<EntityPage>> Search(PlayedVendor vendor, VendorSession session) =>
        ((ISearchEntities)vendor.Connector).SearchAsync(session, new EntityQuery(null, 10) { EntityTypes = ["event"], Start = new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero), End = new DateTimeOffset(2026, 12, 2, 0, 0, 0, TimeSpan.Zero) }, None);

    private static Task<Result<ActionOutcome>> CreateAsync(PlayedVendor vendor, VendorSession session) => ((IRunActions)vendor.Connector).RunAsync(
        session, "create_event", JsonElement.Parse("""{"title":"a","start":"2026-12-01T10:00:00Z","end":"2026-12-01T11:00:00Z"}"""), None);

    private static byte[] Answer(int status, string type, string body) =>
        System.Text.Encoding.UTF8.GetBytes($"HTTP/1.1 {status} Word\r\nContent-Type: {type}\r\nContent-Length: {System.Text.Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}");
}
