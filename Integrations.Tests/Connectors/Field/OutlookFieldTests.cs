using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Core.Linking;
using Integrations.Tests.Connectors.Hostile;

namespace Integrations.Tests.Connectors.Field;

public sealed class OutlookFieldTests
{
    private const string Delta = "https://graph.microsoft.com/v1.0/me/calendarView/delta";

    private const string Master =
        """
        {"id":"m1","type":"seriesMaster","subject":"Weekly sync","bodyPreview":"Agenda","organizer":{"emailAddress":{"address":"ada@acme.test","name":"Ada"}},
         "attendees":[{"emailAddress":{"address":"ben@acme.test","name":"Ben"}}],"onlineMeeting":{"joinUrl":"https://teams.example.test/join"},"webLink":"https://outlook.example.test/m1",
         "start":{"dateTime":"2026-01-06T10:00:00.0000000","timeZone":"UTC"},"end":{"dateTime":"2026-01-06T10:30:00.0000000","timeZone":"UTC"},"location":{"displayName":"Room 7"},"iCalUId":"u1","showAs":"busy"}
        """;

    private const string Occurrence =
        """{"id":"occ1","type":"occurrence","seriesMasterId":"m1","start":{"dateTime":"2026-12-01T10:00:00.0000000","timeZone":"UTC"},"end":{"dateTime":"2026-12-01T10:30:00.0000000","timeZone":"UTC"}}""";

    private static readonly CancellationToken None = CancellationToken.None;

    [Fact, Proves("K3")]
    public async Task Delta_OccurrenceWhoseMasterStoodOnAnEarlierPage_IsTheWholeEvent()
    {
        await using var vendor = new PlayedVendor("microsoft_outlook")
        {
            Answer = request => request.Contains("/me/events/m1", StringComparison.Ordinal) ? PlayedVendor.Json(Master)
                : request.Contains("skiptoken", StringComparison.Ordinal) ? PlayedVendor.Json($$"""{"value":[{{Occurrence}},{{Occurrence.Replace("occ1", "occ2", StringComparison.Ordinal)}}],"@odata.deltaLink":"{{Delta}}?$deltatoken=d"}""")
                : PlayedVendor.Json($$"""{"value":[{"id":"m1","type":"seriesMaster","subject":"Weekly sync"}],"@odata.nextLink":"{{Delta}}?$skiptoken=s"}"""),
        };
        using var session = vendor.Session();
        var sync = (ISyncEntities)vendor.Connector;

        var first = await sync.PullAsync(session, "event", null, None);
        var second = await sync.PullAsync(session, "event", first.Value.Cursor, None);

        Assert.Empty(first.Value.Changes);
        var entity = second.Value.Changes[0].Entity!;
        Assert.Equal(("occ1", "Weekly sync", "Agenda"), (entity.Id, entity.Title, entity.Description));
        Assert.Equal(["ben@acme.test"], entity.Attendees);
        Assert.Equal("https://teams.example.test/join", entity.JoinUrl);
        Assert.Equal(new DateTimeOffset(2026, 12, 1, 10, 0, 0, TimeSpan.Zero), entity.Start);
        Assert.Equal("m1", entity.Text("seriesId"));
        // Once for the series, not for each occurrence.
        Assert.Single(vendor.Asked, line => line.Contains("/me/events/m1", StringComparison.Ordinal));
    }

    [Fact, Proves("K3")]
    public async Task Delta_OccurrenceWhoseSeriesIsRefused_IsReadByItself()
    {
        await using var vendor = new PlayedVendor("microsoft_outlook")
        {
            Answer = request => request.Contains("/me/events/m1", StringComparison.Ordinal) ? PlayedVendor.Json("""{"error":{"code":"ErrorItemNotFound","message":"Not found"}}""", 404)
                : request.Contains("/me/events/occ1", StringComparison.Ordinal) ? PlayedVendor.Json(Master.Replace("m1", "occ1", StringComparison.Ordinal).Replace("seriesMaster", "occurrence", StringComparison.Ordinal))
                : request.Contains("/me/events/occ2", StringComparison.Ordinal) ? PlayedVendor.Json("{}", 404)
                : PlayedVendor.Json($$"""{"value":[{{Occurrence}},{{Occurrence.Replace("occ1", "occ2", StringComparison.Ordinal)}}],"@odata.deltaLink":"{{Delta}}?$deltatoken=d"}"""),
        };
        using var session = vendor.Session();

        var pulled = await ((ISyncEntities)vendor.Connector).PullAsync(session, "event", null, None);

        var entity = pulled.Value.Changes[0].Entity!;
        Assert.Equal(("occ1", "Weekly sync", "Room 7"), (entity.Id, entity.Title, entity.Text("location")));
        Assert.Empty(entity.Untold);
        Assert.Contains("title", pulled.Value.Changes[1].Entity!.Untold);
        Assert.Single(vendor.Asked, line => line.Contains("/me/events/m1", StringComparison.Ordinal));
    }

    [Fact, Proves("K3")]
    public async Task Delta_OccurrenceNotCompleted_SaysWhatItTells_AndNothingElse()
    {
        var told = Occurrence.Replace("\"type\"", "\"subject\":\"Moved to Friday\",\"isAllDay\":false,\"type\"", StringComparison.Ordinal);
        await using var vendor = new PlayedVendor("microsoft_outlook")
        {
            Answer = request => request.Contains("/me/events/", StringComparison.Ordinal) ? PlayedVendor.Json("{}", 503) : PlayedVendor.Json($$"""{"value":[{{told}}],"@odata.deltaLink":"{{Delta}}?$deltatoken=d"}"""),
        };
        using var session = vendor.Session();
        var link = new EntityLink { EntityType = "Meeting", ProviderKey = "microsoft_outlook", ExternalEntityId = "occ1", ExternalType = "", Title = "" };
        LinkRows.Copy(new ExternalEntity("occ1", "event", "Weekly sync", "Agenda", null) { Metadata = new() { ["location"] = "Room 7" } }, link);

        var pulled = await ((ISyncEntities)vendor.Connector).PullAsync(session, "event", null, None);
        LinkRows.Copy(Assert.Single(pulled.Value.Changes).Entity!, link);

        Assert.Equal(("Moved to Friday", "Agenda", "Room 7"), (link.Title, link.Description, (string?)link.Metadata["location"]));
        Assert.Equal(("m1", false), ((string?)link.Metadata["seriesId"], (bool?)link.Metadata["allDay"]));
        // Whether it takes place, and who comes, no one said.
        Assert.False(link.Metadata.ContainsKey("status"));
        Assert.False(link.Metadata.ContainsKey("attendees"));
    }

    [Theory, Proves("K3"), InlineData(404), InlineData(503)]
    public async Task Delta_OccurrenceThatCannotBeCompleted_MakesNoLinkPoorer(int status)
    {
        await using var vendor = new PlayedVendor("microsoft_outlook")
        {
            Answer = request => request.Contains("/me/events/m1", StringComparison.Ordinal) ? PlayedVendor.Json("{}", status) : PlayedVendor.Json($$"""{"value":[{{Occurrence}}],"@odata.deltaLink":"{{Delta}}?$deltatoken=d"}"""),
        };
        using var session = vendor.Session();
        var link = new EntityLink { EntityType = "Meeting", ProviderKey = "microsoft_outlook", ExternalEntityId = "occ1", ExternalType = "", Title = "" };
        LinkRows.Copy(
            new ExternalEntity("occ1", "event", "Weekly sync", "Agenda", "https://outlook.example.test/m1")
            {
                Metadata = new() { ["attendees"] = new System.Text.Json.Nodes.JsonArray("ben@acme.test"), ["joinUrl"] = "https://teams.example.test/join", ["start"] = "2026-11-24T10:00:00Z" },
            },
            link);

        var pulled = await ((ISyncEntities)vendor.Connector).PullAsync(session, "event", null, None);
        LinkRows.Copy(Assert.Single(pulled.Value.Changes).Entity!, link);

        Assert.Equal(("Weekly sync", "Agenda", "https://outlook.example.test/m1"), (link.Title, link.Description, link.Url));
        Assert.Equal("""["ben@acme.test"]""", link.Metadata["attendees"]!.ToJsonString());
        Assert.Equal("https://teams.example.test/join", (string?)link.Metadata["joinUrl"]);
        Assert.Equal("2026-12-01T10:00:00Z", (string?)link.Metadata["start"]);
    }
}
