using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Core.Actions;
using Integrations.Primitives;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Contracts;

namespace Integrations.Tests.Connectors.GoogleCalendar;

public sealed class GoogleCalendarConnectorTests : ConnectorSuite
{
    private const string EventsPath = "www.googleapis.com/calendar/v3/calendars/primary/events";

    protected override string Provider => "google_calendar";

    protected override string SearchText => "review";

    protected override string UnknownId => "nothing0here";

    protected override string ApiPrefix => "www.googleapis.com/";

    [Theory]
    [InlineData("Weekly product sync", 0, 10.0, 30, "ada@acme.test,ben@acme.test,chiara@acme.test,emi@acme.test")]
    [InlineData("Design review – onboarding", 0, 14.0, 60, "chiara@acme.test,emi@acme.test,ada@acme.test")]
    [InlineData("1:1 Ada / Ben", 1, 9.0, 30, "ada@acme.test,ben@acme.test")]
    [InlineData("Incident retro: payment webhooks", -1, 15.0, 60, "ben@acme.test,dmitri@acme.test,farid@acme.test")]
    [InlineData("Customer call: Northwind", 2, 13.0, 45, "ada@acme.test,dmitri@acme.test,grace@northwind.test")]
    public async Task Search_OnTheDay_FindsTheDemoMeeting(string title, int day, double hour, int minutes, string attendees)
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var start = Today().AddDays(day).AddHours(hour);

        var found = Succeeds(await Search(session, new EntityQuery(title, 10) { Start = start.AddMinutes(-10), End = start.AddMinutes(10), EntityTypes = ["event"] }));

        var meeting = Assert.Single(found.Items);
        Assert.Equal((title, start, start.AddMinutes(minutes)), (meeting.Title, meeting.Start!.Value, meeting.End!.Value));
        Assert.Equal(attendees.Split(','), meeting.Attendees);
        Assert.StartsWith("https://meet.google.com/", meeting.JoinUrl, StringComparison.Ordinal);
        Assert.NotNull(meeting.Organizer);
    }

    [Fact]
    public async Task Search_WithinDates_GivesEveryCalendarsEventsByStart()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var (start, end) = (Today().AddDays(-7), Today().AddDays(7));

        var all = await AllAsync(session, new EntityQuery(null, 20) { Start = start, End = end });

        Assert.All(all, item => Assert.True(item.Start < end && item.End > start));
        Assert.Equal(all.Select(item => item.Start).Order(), all.Select(item => item.Start));
        Assert.True(all.Select(item => item.Text(EntityFields.Container)).Distinct(StringComparer.Ordinal).Count() >= 3);
    }

    [Fact]
    public async Task Search_WithoutDates_GivesWhatComesFirst_AndThenThePast()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        var all = await AllAsync(session, new EntityQuery(null, 50));

        var firstPast = all.FindIndex(item => item.End <= Today());
        Assert.True(firstPast > 0);
        Assert.All(all[firstPast..], item => Assert.True(item.End <= Today()));
        Assert.True(all.Count >= 150);
    }

    [Fact]
    public async Task Search_OfHiddenCalendar_NeedsItsName()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var calendars = Succeeds(await Search(session, new EntityQuery("running", 10) { EntityTypes = ["calendar"] }));
        var running = Assert.Single(calendars.Items);

        var everywhere = await AllAsync(session, new EntityQuery("evening run", 50));
        var there = await AllAsync(session, new EntityQuery("evening run", 50) { Filters = new Dictionary<string, string>(StringComparer.Ordinal) { ["calendarId"] = running.Id } });

        Assert.Empty(everywhere);
        Assert.NotEmpty(there);
        Assert.Equal(running.Title, Succeeds(await Getter.GetAsync(session, running.Id, CancellationToken.None)).Title);
    }

    [Fact]
    public async Task Search_WithFieldFilters_ComparesThem()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        var found = await AllAsync(session, new EntityQuery("sync", 50)
        {
            EntityTypes = ["event", "calendar"],
            Filters = new Dictionary<string, string>(StringComparer.Ordinal) { [EntityFields.Location] = "aurora", [EntityFields.Attendees] = "emi@acme.test" },
        });

        Assert.NotEmpty(found);
        Assert.All(found, item => Assert.True(item.Text(EntityFields.Location) == "Room Aurora" && item.Attendees.Contains("emi@acme.test")));
    }

    [Theory]
    [InlineData("""{"Anchor":"9999-12-31","Window":0,"Places":null}""", false)]
    [InlineData("""{"Anchor":null,"Window":0,"Places":null}""", false)]
    [InlineData("""{"Anchor":"today","Window":-7,"Places":[null,{"Calendar":"primary","Token":null,"Skip":-9,"IsDone":false}]}""", true)]
    public async Task Search_WithAForgedPlace_NeverThrows(string place, bool isRead)
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var cursor = System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(place.Replace("today", $"{Today():yyyy-MM-dd}", StringComparison.Ordinal)));

        Assert.Equal(isRead, (await Search(session, new EntityQuery("review", 5) { Cursor = cursor })).IsSuccess);
    }

    [Fact]
    public async Task Search_OfADay_HoldsNoCalendars()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        var found = await AllAsync(session, new EntityQuery(null, 50) { Start = Today(), End = Today().AddDays(1), EntityTypes = ["event", "calendar"] });

        Assert.Contains(found, item => item.Title == "Weekly product sync");
        Assert.All(found, item => Assert.Equal("event", item.Type));
    }

    [Fact]
    public async Task Search_SetToTheOwnCalendar_AsksNoOther()
    {
        using var session = await Bench.SignInAsync(SandboxAccounts.Ada, new Dictionary<string, string>(StringComparer.Ordinal) { ["calendars"] = "primary" });

        var found = await AllAsync(session, new EntityQuery("review", 50));

        Assert.NotEmpty(found);
        Assert.All(found, item => Assert.DoesNotContain("/", item.Id, StringComparison.Ordinal));
        Assert.All(Bench.Recorder.Exchanges, exchange => Assert.Equal("/calendar/v3/calendars/primary/events", exchange.Address.AbsolutePath));
    }

    [Fact]
    public async Task Search_WithoutTheListingPermission_FallsBackToTheOwnCalendar()
    {
        using var session = await Bench.SignInAsync(SandboxAccounts.Ada, scopes: scope => !scope.Optional);

        var found = Succeeds(await Search(session, new EntityQuery("Northwind", 5)));

        Assert.Equal("Customer call: Northwind", Assert.Single(found.Items).Title);
    }

    [Fact]
    public async Task Account_WithoutTheCalendarPermission_SaysSo()
    {
        using var session = await Bench.SignInAsync(SandboxAccounts.Ada, scopes: scope => !scope.Name.Contains("/calendar", StringComparison.Ordinal));

        var failure = (await Bench.Connector.GetAccountAsync(session, CancellationToken.None)).Failure;

        Assert.Equal("vendor.forbidden", failure?.Code);
        Assert.Contains("permission was not granted", failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateEvent_WithMeetLink_IsFoundByTheNextSearch()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var start = Today().AddDays(3).AddHours(11);

        var outcome = Succeeds(await RunAsync(session, new
        {
            title = "Kick-off with Fabrikam",
            start = start.ToOffset(TimeSpan.FromHours(2)),
            end = start.AddHours(1),
            location = "Room Aurora",
            attendees = new[] { "ben@acme.test", "joe@fabrikam.test" },
            addMeetLink = true,
            sendInvitations = "all",
        }));

        var found = Assert.Single(Succeeds(await Search(session, new EntityQuery("Fabrikam", 5))).Items);
        Assert.Equal(outcome.Entity!.Id, found.Id);
        Assert.Equal((start, start.AddHours(1)), (found.Start!.Value, found.End!.Value));
        Assert.Equal(["ben@acme.test", "joe@fabrikam.test"], found.Attendees);
        Assert.StartsWith("https://meet.google.com/", found.JoinUrl, StringComparison.Ordinal);
        Assert.Equal(found.JoinUrl, (string?)outcome.Output["hangoutLink"]);
    }

    [Fact]
    public async Task CreateEvent_RoomStillBeingMade_IsWaitedFor()
    {
        using var session = await ConnectAsync(SandboxAccounts.Gus);
        for (var i = 0; i < 6; i++)
        {
            var outcome = Succeeds(await RunAsync(session, new { title = $"Room {i}", start = Today().AddHours(12), end = Today().AddHours(13), addMeetLink = true }));

            Assert.NotNull(outcome.Entity!.JoinUrl);
        }

        // The sandbox lets every fifth room wait for a second look.
        Assert.Contains(Bench.Recorder.Exchanges, exchange => exchange.Method == "GET" && exchange.Address.AbsolutePath.StartsWith("/calendar/v3/calendars/primary/events/", StringComparison.Ordinal));
    }

    [Fact, Proves("RI4")]
    public async Task CreateEvent_AnswerLost_MakesOneEvent()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        Bench.Server.State.AnswerNext(EventsPath, 503, "{}");

        Succeeds(await RunAsync(session, new { title = "Once only", start = Today().AddHours(20), end = Today().AddHours(21) }));

        Assert.Single(Succeeds(await Search(session, new EntityQuery("Once only", 5))).Items);
        var ids = Bench.Recorder.Exchanges.Where(exchange => exchange.Method == "POST").Select(exchange => JsonElement.Parse(exchange.RequestBody).GetProperty("id").GetString());
        Assert.Single(ids.Distinct(StringComparer.Ordinal));
    }

    [Fact, Proves("RI4")]
    public async Task CreateEvent_IdTakenByAnEarlierAttempt_IsTheSameEvent()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        Bench.Server.State.AnswerNext(EventsPath, 409, """{"error":{"errors":[{"domain":"global","reason":"duplicate","message":"The requested identifier already exists."}],"code":409,"message":"The requested identifier already exists."}}""");

        var result = await RunAsync(session, new { title = "Twin", start = Today().AddHours(20), end = Today().AddHours(21) });

        // It asked for the event instead of failing; here no one made it.
        Assert.Equal("vendor.not_found", result.Failure?.Code);
    }

    [Theory]
    [InlineData("""{"title":"x","start":"2026-11-24T10:00:00Z","end":"2026-11-24T10:00:00Z"}""", "end")]
    [InlineData("""{"title":"x","start":"tomorrow","end":"2026-11-24T10:00:00Z"}""", "start")]
    [InlineData("""{"title":"x","start":"2026-11-24T10:00:00Z","end":"2026-11-24T11:00:00Z","attendees":["nobody"]}""", "attendees")]
    public async Task CreateEvent_WrongParameters_NamesTheField(string parameters, string field)
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        var result = await Actions.RunAsync(session, "create_event", JsonElement.Parse(parameters), CancellationToken.None);

        Assert.True(result.Failure!.Fields!.ContainsKey(field));
        Assert.Empty(Bench.Recorder.Exchanges);
    }

    [Fact]
    public void KnownActions_AcceptTheirOwnParameters()
    {
        var schema = Assert.Single(Actions.KnownActions).Parameters;

        Assert.Null(ParameterSchema.Check(schema, JsonElement.Parse("""{"title":"x","start":"2026-11-24T10:00:00Z","end":"2026-11-24T11:00:00+01:00","attendees":["a@b.test"],"addMeetLink":true}""")));
        Assert.NotNull(ParameterSchema.Check(schema, JsonElement.Parse("""{"title":"x","start":"2026-11-24T10:00:00Z"}""")));
        Assert.NotNull(ParameterSchema.Check(schema, JsonElement.Parse("""{"title":"x","start":"2026-11-24T10:00:00Z","end":"2026-11-24T11:00:00Z","sendInvitations":"everyone"}""")));
    }

    [Fact]
    public async Task Sync_PullsEverythingOnce_AndThenOnlyChanges()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var (all, cursor) = await PullAsync(session, null);
        var created = Succeeds(await RunAsync(session, new { title = "New since", start = Today().AddHours(7), end = Today().AddHours(8) })).Entity!;

        var (changes, after) = await PullAsync(session, cursor);
        var (nothing, _) = await PullAsync(session, after);

        Assert.True(all.Count > 100);
        var change = Assert.Single(changes);
        Assert.Equal((created.Id, "New since"), (change.ExternalId, change.Entity!.Title));
        Assert.Empty(nothing);
    }

    [Fact]
    public async Task Sync_TokenForgotten_StartsAgain()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var (_, cursor) = await PullAsync(session, null);
        using (var http = new HttpClient())
        {
            await http.PostAsync(new Uri(Bench.Server.Origin, "/sandbox/reset"), null);
        }

        using var again = await ConnectAsync(SandboxAccounts.Ada);
        var page = Succeeds(await Syncer.PullAsync(again, "event", cursor, CancellationToken.None));

        Assert.True(page.Restart);
        Assert.Null(page.Cursor);
    }

    [Theory]
    [InlineData("not-a-cursor")]
    [InlineData("e30")]
    public async Task Sync_ForgedCursor_StartsAgain(string cursor)
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        Assert.True(Succeeds(await Syncer.PullAsync(session, "event", cursor, CancellationToken.None)).Restart);
    }

    [Fact, Proves("W9")]
    public void Notification_WithTheChannelsToken_IsAccepted_AndAnythingElseIsNot()
    {
        var receiver = (IReceiveEvents)Bench.Connector;
        var secret = new Secret("channel-token-0123456789");
        InboundVerdict Receive(string? token, string? number = "7", string state = "exists") => receiver.Receive(
            new InboundRequest("POST", Headers(("X-Goog-Channel-ID", "c-1"), ("X-Goog-Channel-Token", token), ("X-Goog-Resource-State", state), ("X-Goog-Message-Number", number)), new Dictionary<string, string>(StringComparer.Ordinal), default),
            secret, DateTimeOffset.UnixEpoch);

        var accepted = Assert.IsType<InboundVerdict.Accepted>(Receive("channel-token-0123456789"));
        Assert.Equal(("c-1:7", "exists", "event"), (accepted.DeliveryId, accepted.EventType, Assert.Single(accepted.Touched).EntityType));
        Assert.Empty(Assert.IsType<InboundVerdict.Accepted>(Receive("channel-token-0123456789", "1", "sync")).Touched);
        Assert.IsType<InboundVerdict.Rejected>(Receive("channel-token-0123456780"));
        Assert.IsType<InboundVerdict.Rejected>(Receive(null));
        Assert.IsType<InboundVerdict.Rejected>(Receive("channel-token-0123456789", "7:8"));
        Assert.IsType<InboundVerdict.Rejected>(Receive("channel-token-0123456789", null));
    }

    [Fact]
    public async Task Descriptions_LoseTheirTags()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        var meeting = Succeeds(await Search(session, new EntityQuery("Weekly product sync", 1))).Items[0];

        Assert.Equal("Agenda: numbers, blockers, next week.\nNotes are in the shared folder.", meeting.Description);
    }

    [Fact]
    public async Task Contract_EveryCall_FitsGooglesDiscoveryDocuments()
    {
        var contract = Contract.Open("google-calendar.discovery.json", "google-oauth2.discovery.json");
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        Succeeds(await Bench.Connector.GetAccountAsync(session, CancellationToken.None));
        await AllAsync(session, new EntityQuery("review", 50));
        var calendars = Succeeds(await Search(session, new EntityQuery(null, 50) { EntityTypes = ["calendar"] }));
        Succeeds(await Getter.GetAsync(session, calendars.Items[1].Id, CancellationToken.None));
        Succeeds(await Getter.GetAsync(session, (await AllAsync(session, new EntityQuery("Weekly product sync", 1)))[0].Id, CancellationToken.None));
        Succeeds(await RunAsync(session, new { title = "By the book", start = Today(), end = Today().AddHours(1), timeZone = "UTC", addMeetLink = true, attendees = new[] { "ben@acme.test" }, sendInvitations = "none" }));
        var (_, cursor) = await PullAsync(session, null);
        await PullAsync(session, cursor);
        await Getter.GetAsync(session, UnknownId, CancellationToken.None);

        contract.Verify(Bench.Recorder.Exchanges);
        contract.Covers(
            Bench.Recorder.Exchanges, "GET /oauth2/v2/userinfo", "GET /calendar/v3/users/me/calendarList", "GET /calendar/v3/users/me/calendarList/{calendarId}",
            "GET /calendar/v3/calendars/{calendarId}/events", "GET /calendar/v3/calendars/{calendarId}/events/{eventId}", "POST /calendar/v3/calendars/{calendarId}/events");
    }

    private IGetEntity Getter => (IGetEntity)Bench.Connector;

    private IRunActions Actions => (IRunActions)Bench.Connector;

    private ISyncEntities Syncer => (ISyncEntities)Bench.Connector;

    private static DateTimeOffset Today() => new(DateTime.UtcNow.Date, TimeSpan.Zero);

    private static Dictionary<string, string> Headers(params (string Name, string? Value)[] headers) =>
        headers.Where(header => header.Value is not null).ToDictionary(header => header.Name, header => header.Value!, StringComparer.OrdinalIgnoreCase);

    private Task<Result<ActionOutcome>> RunAsync(VendorSession session, object parameters) =>
        Actions.RunAsync(session, "create_event", JsonSerializer.SerializeToElement(parameters), CancellationToken.None);

    private async Task<List<ExternalEntity>> AllAsync(VendorSession session, EntityQuery query)
    {
        var all = new List<ExternalEntity>();
        do
        {
            var page = Succeeds(await Search(session, query));
            all.AddRange(page.Items);
            query = query with { Cursor = page.NextCursor };
        }
        while (query.Cursor is not null && all.Count < 2_000);

        return all;
    }

    private async Task<(List<EntityChange> Changes, string Cursor)> PullAsync(VendorSession session, string? cursor)
    {
        var changes = new List<EntityChange>();
        SyncPage page;
        do
        {
            page = Succeeds(await Syncer.PullAsync(session, "event", cursor, CancellationToken.None));
            Assert.False(page.Restart);
            changes.AddRange(page.Changes);
            cursor = page.Cursor;
        }
        while (page.HasMore);

        return (changes, cursor!);
    }
}
