using System.Text;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Primitives;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Contracts;

namespace Integrations.Tests.Connectors.Outlook;

public sealed class OutlookConnectorTests : ConnectorSuite
{
    protected override string Provider => "microsoft_outlook";

    protected override string SearchText => "review";

    protected override string UnknownId => "AAkALgAAAAAAHYQDEapNothing";

    protected override string ApiPrefix => "graph.microsoft.com/";

    [Fact]
    public async Task Search_WithDates_GivesTheEventsOfThatWindowInOrder()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var today = Today(session);

        var found = Succeeds(await Search(session, new EntityQuery(null, 100) { Start = today, End = today.AddDays(1), EntityTypes = ["event"] }));

        Assert.Contains(found.Items, item => item.Title == "Weekly product sync" && item.Start == today.AddHours(10) && item.End == today.AddHours(10.5));
        Assert.Contains(found.Items, item => item.Title == "Design review: onboarding" && item.Start == today.AddHours(14));
        Assert.All(found.Items, item => Assert.True(item.Start < today.AddDays(1) && item.End > today));
        Assert.Equal(found.Items.OrderBy(item => item.Start).Select(item => item.Id), found.Items.Select(item => item.Id));
    }

    [Theory]
    [InlineData("Weekly product sync", 0, 10, "ada@acme.test,ben@acme.test,chiara@acme.test,emi@acme.test")]
    [InlineData("1:1 Ada / Ben", 1, 9, "ada@acme.test,ben@acme.test")]
    [InlineData("Incident retro: payment webhooks", -1, 15, null)]
    [InlineData("Customer call: Northwind", 2, 13, null)]
    public async Task Search_FindsTheAgreedMeetings(string title, int day, int hour, string? attendees)
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        var found = Assert.Single(Succeeds(await Search(session, new EntityQuery(title, 5))).Items);

        Assert.Equal(Today(session).AddDays(day).AddHours(hour), found.Start);
        Assert.NotNull(found.JoinUrl);
        if (attendees is not null)
        {
            Assert.Equal(attendees.Split(','), found.Attendees);
        }
    }

    [Fact]
    public async Task Search_MatchesPeopleAndFilters()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        var chiara = Succeeds(await Search(session, new EntityQuery("chiara", 5)));
        var filtered = Succeeds(await Search(session, new EntityQuery(null, 5)
        {
            Filters = new Dictionary<string, string>(StringComparer.Ordinal) { ["organizer"] = "dmitri@acme.test" },
        }));

        Assert.NotEmpty(chiara.Items);
        Assert.NotEmpty(filtered.Items);
        Assert.All(filtered.Items, item => Assert.Equal("dmitri@acme.test", item.Organizer));
    }

    [Fact]
    public async Task Search_OverThreeYears_GoesThroughWindowsWithoutDoubles()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var today = Today(session);
        var found = new List<ExternalEntity>();
        string? cursor = null;
        do
        {
            var page = Succeeds(await Search(session, new EntityQuery(null, 60) { Start = today.AddDays(-500), End = today.AddDays(500), Cursor = cursor }));
            found.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.InRange(found.Count, 150, 170);
        Assert.Equal(found.Count, found.Select(item => item.Id).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Search_Mail_OnlyWhenAskedForOrSet()
    {
        using var plain = await ConnectAsync(SandboxAccounts.Ada);
        using var set = await Bench.SignInAsync(SandboxAccounts.Ada, new Dictionary<string, string>(StringComparer.Ordinal) { ["searchMail"] = "true" });

        var events = Succeeds(await Search(plain, new EntityQuery("roadmap", 50)));
        var mail = Succeeds(await Search(plain, new EntityQuery("accessibility", 5) { EntityTypes = ["message"] }));
        var both = Succeeds(await Search(set, new EntityQuery("accessibility", 100)));

        Assert.DoesNotContain(events.Items, item => item.Type == "message");
        Assert.NotEmpty(mail.Items);
        Assert.All(mail.Items, item => Assert.Equal("message", item.Type));
        Assert.Equal(["event", "message"], both.Items.Select(item => item.Type).Distinct().Order());
        Assert.Equal(mail.Items[0].Title, Succeeds(await ((IGetEntity)Bench.Connector).GetAsync(plain, mail.Items[0].Id, CancellationToken.None)).Title);
    }

    [Fact]
    public async Task Search_MailWithoutThePermission_IsRefusedAlone_AndLeftOutOfMixedSearches()
    {
        using var session = await Bench.SignInAsync(
            SandboxAccounts.Ada, new Dictionary<string, string>(StringComparer.Ordinal) { ["searchMail"] = "true" }, scope => scope.Name != "Mail.Read");

        Assert.Equal("vendor.forbidden", (await Search(session, new EntityQuery("a", 5) { EntityTypes = ["message"] })).Failure?.Code);
        Assert.NotEmpty(Succeeds(await Search(session, new EntityQuery("accessibility", 100))).Items);
    }

    [Fact]
    public async Task CreateEvent_WithTeams_IsThereWithItsLink_AndFoundByTheNextSearch()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var start = Today(session).AddDays(5).AddHours(9);

        var outcome = Succeeds(await CreateAsync(session, $$"""
            {"title":"Kick-off: Contoso","start":"{{start.ToOffset(TimeSpan.FromHours(2)):O}}","end":"{{start.AddHours(1):O}}","description":"Agenda & people","location":"Room 1",
             "attendees":["ben@acme.test"],"onlineMeeting":true}
            """));

        Assert.Equal(start, outcome.Entity!.Start);
        Assert.Contains("teams.microsoft.com", (string?)outcome.Output["joinUrl"], StringComparison.Ordinal);
        var found = Assert.Single(Succeeds(await Search(session, new EntityQuery("contoso", 5))).Items);
        Assert.Equal((string?)outcome.Output["id"], found.Id);
        Assert.Equal(["ben@acme.test"], found.Attendees);
    }

    [Fact]
    public async Task CreateEvent_AllDay_UsesMidnights()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        var outcome = Succeeds(await CreateAsync(session, """{"title":"Offsite","start":"2026-12-01T00:00:00+01:00","end":"2026-12-03T00:00:00+01:00","allDay":true}"""));

        Assert.Equal(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero), outcome.Entity!.Start);
        Assert.Equal(new DateTimeOffset(2026, 12, 3, 0, 0, 0, TimeSpan.Zero), outcome.Entity!.End);
    }

    [Fact]
    public async Task CreateEvent_TeamsWithoutALicence_SaysSo_AndCreatesNothing()
    {
        using var session = await ConnectAsync(SandboxAccounts.Gus);

        var result = await CreateAsync(session, """{"title":"Nowhere","start":"2026-12-01T10:00:00Z","end":"2026-12-01T11:00:00Z","onlineMeeting":true}""");

        Assert.Equal(FailureKind.Invalid, result.Failure?.Kind);
        Assert.DoesNotContain(Bench.Server.State.Requests, request => request is { Method: "POST", Path: "/v1.0/me/events" });
    }

    [Fact]
    public async Task CreateEvent_WhoseAnswerIsLost_IsRepeatedAndCreatedOnce()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        Bench.Server.State.AnswerNext("graph.microsoft.com/v1.0/me/events", 502);

        Succeeds(await CreateAsync(session, """{"title":"Only one Fabrikam","start":"2026-12-01T10:00:00Z","end":"2026-12-01T11:00:00Z"}"""));

        Assert.Single(Succeeds(await Search(session, new EntityQuery("fabrikam", 5))).Items);
    }

    [Theory]
    [InlineData("""{"title":"x","start":"soon","end":"2026-12-01T11:00:00Z"}""", "start")]
    [InlineData("""{"title":"x","start":"2026-12-01T11:00:00Z","end":"2026-12-01T11:00:00Z"}""", "end")]
    public async Task CreateEvent_WrongTimes_NameTheField(string parameters, string field)
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        Assert.Contains(field, (await CreateAsync(session, parameters)).Failure!.Fields!.Keys);
    }

    [Fact]
    public async Task Sync_ListsAll_ThenOnlyWhatChanged()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var (all, cursor) = await PullAllAsync(session, "event", null);
        Assert.InRange(all.Count, 100, 165);
        Assert.Equal(all.Count, all.Select(change => change.ExternalId).Distinct(StringComparer.Ordinal).Count());

        var created = Succeeds(await CreateAsync(session, $$"""{"title":"Changed since","start":"{{Today(session).AddDays(3):O}}","end":"{{Today(session).AddDays(3).AddHours(1):O}}"}"""));
        var (changes, later) = await PullAllAsync(session, "event", cursor);
        Assert.Equal(created.Entity!.Id, Assert.Single(changes).ExternalId);

        using var deleted = await session.Http.DeleteAsync(new Uri($"https://graph.microsoft.com/v1.0/me/events/{created.Entity.Id}"));
        var (gone, last) = await PullAllAsync(session, "event", later);
        Assert.Null(Assert.Single(gone).Entity);
        Assert.Empty((await PullAllAsync(session, "event", last)).Changes);
    }

    [Fact]
    public async Task Sync_WithAForgottenOrOldCursor_Restarts()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var (_, cursor) = await PullAllAsync(session, "event", null);
        using (var http = new HttpClient())
        {
            await http.PostAsync(new Uri(Bench.Server.Origin, "/sandbox/reset"), null);
        }

        using var anew = await ConnectAsync(SandboxAccounts.Ada);
        Assert.True(Succeeds(await PullAsync(anew, cursor)).Restart);
        Assert.True(Succeeds(await PullAsync(anew, "2020-01-01 me/calendarView/delta?$deltatoken=x")).Restart);
        Assert.True(Succeeds(await PullAsync(anew, "garbage")).Restart);
    }

    [Fact]
    public async Task Refresh_GivesANewRefreshToken_AndTheOldStillHelpsAfterALostAnswer()
    {
        var tokens = await Bench.TokensAsync(SandboxAccounts.Ada);
        var first = tokens.GetProperty("refresh_token").GetString()!;

        var second = (await Bench.RefreshAsync(first)).GetProperty("refresh_token").GetString()!;

        Assert.NotEqual(first, second);
        Assert.True((await Bench.RefreshAsync(first)).TryGetProperty("access_token", out _));
        Assert.Equal("invalid_grant", (await Bench.RefreshAsync("1.AXkAunknown")).GetProperty("error").GetString());
        Assert.DoesNotContain("offline_access", tokens.GetProperty("scope").GetString(), StringComparison.Ordinal);
    }

    [Fact, Proves("W9")]
    public void Validation_IsAnsweredWithTheDecodedToken()
    {
        var verdict = Receive("", new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["validationToken"] = "Validation: a b & <c>" });

        var challenge = Assert.IsType<InboundVerdict.Challenge>(verdict);
        Assert.Equal(("text/plain", "Validation: a b & <c>"), (challenge.ContentType, challenge.Body));
    }

    [Fact, Proves("W9")]
    public void Notification_IsAcceptedOnlyWhenEveryItemHoldsTheSecret()
    {
        const string item = """{"subscriptionId":"s","clientState":"the-secret-of-the-hub","changeType":"deleted","resourceData":{"@odata.type":"#Microsoft.Graph.Event","id":"AAk1"}}""";

        var accepted = Assert.IsType<InboundVerdict.Accepted>(Receive($$"""{"value":[{{item}}]}"""));
        Assert.Equal(new TouchedEntity("event", "AAk1", Deleted: true), Assert.Single(accepted.Touched));
        Assert.Equal("deleted", accepted.EventType);

        foreach (var forged in (string[])[
            $$"""{"value":[{{item}},{{item.Replace("the-secret-of-the-hub", "another", StringComparison.Ordinal)}}]}""",
            $$"""{"value":[{{item}},7]}""",
            $$"""{"value":[{{item.Replace("\"the-secret-of-the-hub\"", "null", StringComparison.Ordinal)}}]}""",
            """{"value":[]}""", """{"value":{}}""", "[]", "", "{", """{"value":[{"changeType":"created"}]}""",
        ])
        {
            Assert.IsType<InboundVerdict.Rejected>(Receive(forged));
        }
    }

    [Fact]
    public async Task Subscription_ProvesTheAddressFirst_AndThenAnnouncesChanges()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        await using var receiver = await NotificationReceiver.StartAsync((IReceiveEvents)Bench.Connector, new Secret("the-secret-of-the-hub"));

        using var made = await session.Http.SendAsync(VendorSession.Json(HttpMethod.Post, "https://graph.microsoft.com/v1.0/subscriptions", new
        {
            changeType = "created,updated,deleted",
            notificationUrl = receiver.Address,
            resource = "me/events",
            expirationDateTime = session.Clock.GetUtcNow().AddMinutes(4_230),
            clientState = "the-secret-of-the-hub",
        }));
        Assert.Equal(System.Net.HttpStatusCode.Created, made.StatusCode);
        await CreateAsync(session, """{"title":"Announced","start":"2026-12-01T10:00:00Z","end":"2026-12-01T11:00:00Z"}""");

        var accepted = await receiver.Accepted;
        Assert.Equal("created", accepted.EventType);
    }

    [Fact]
    public async Task Contract_EverythingSentAndAnswered_FitsTheVendorsDescription()
    {
        var contract = Contract.Open("microsoft-outlook.openapi.json")
            .Despite("*answer 20* *got null null", "made from SDK classes, which do not tell nulls apart; Graph sends them, as its documented answers show")
            .Despite("*innerError.date: * is no date-time", "Graph writes this one time without an offset");
        using var session = await Bench.SignInAsync(SandboxAccounts.Ada, new Dictionary<string, string>(StringComparer.Ordinal) { ["searchMail"] = "true" });
        Succeeds(await Bench.Connector.GetAccountAsync(session, CancellationToken.None));
        var found = Succeeds(await Search(session, new EntityQuery("retrospective", 200)));
        foreach (var item in found.Items.DistinctBy(item => item.Type))
        {
            Succeeds(await ((IGetEntity)Bench.Connector).GetAsync(session, item.Id, CancellationToken.None));
        }

        Succeeds(await Search(session, new EntityQuery(null, 3)));
        Succeeds(await CreateAsync(session, """{"title":"By contract","start":"2026-12-01T10:00:00Z","end":"2026-12-01T11:00:00Z","description":"d","location":"l","attendees":["ben@acme.test"],"onlineMeeting":true}"""));
        await PullAllAsync(session, "event", null);
        await ((IGetEntity)Bench.Connector).GetAsync(session, UnknownId, CancellationToken.None);

        contract.Verify(Bench.Recorder.Exchanges);
        contract.Covers(
            Bench.Recorder.Exchanges, "GET /me", "GET /me/calendar", "GET /me/calendarView", "GET /me/calendarView/delta", "GET /me/events", "POST /me/events",
            "GET /me/events/{event-id}", "GET /me/messages", "GET /me/messages/{message-id}");
    }

    private static DateTimeOffset Today(VendorSession session) => new(session.Clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);

    private Task<Result<ActionOutcome>> CreateAsync(VendorSession session, string parameters) =>
        ((IRunActions)Bench.Connector).RunAsync(session, "create_event", JsonElement.Parse(parameters), CancellationToken.None);

    private Task<Result<SyncPage>> PullAsync(VendorSession session, string? cursor) =>
        ((ISyncEntities)Bench.Connector).PullAsync(session, "event", cursor, CancellationToken.None);

    private InboundVerdict Receive(string body, Dictionary<string, string>? query = null) => ((IReceiveEvents)Bench.Connector).Receive(
        new InboundRequest("POST", new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase), query ?? [], Encoding.UTF8.GetBytes(body)),
        new Secret("the-secret-of-the-hub"), DateTimeOffset.UtcNow);
}
