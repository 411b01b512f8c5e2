using Integrations.Connectors.Entities;
using Integrations.Core.Activity;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Linking.Calendars;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Linking.Calendars;

/// <summary>Each test has an organization and a connected calendar of its own.</summary>
public sealed class MeetingImportTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly CalendarBench _bench = new();

    private CoreHub Hub => _bench.Hub;

    private MeetingImport Import => Hub.Get<MeetingImport>();

    private CalendarRange Today => new(_bench.Ten.AddHours(-10), _bench.Ten.AddHours(14));

    public ValueTask InitializeAsync() => _bench.InitializeAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Preview_SaysWhatWouldCome_AndWritesNothing()
    {
        var preview = (await Import.PreviewAsync(Hub.User, _bench.Calendar, Today, None)).Value;

        var sync = preview.Candidates.Single(candidate => candidate.Event.Title == "Weekly product sync");
        Assert.Equal(ImportState.New, sync.State);
        Assert.Null(preview.Trouble);
        Assert.False(preview.IsCut);
        Assert.Equal(preview.Candidates.OrderBy(candidate => candidate.Event.Start).Select(c => c.Event.Id), preview.Candidates.Select(c => c.Event.Id));
        Assert.Equal(0, await Hub.WithDatabaseAsync(db => db.Meetings.CountAsync()));
    }

    [Fact]
    public async Task Import_MakesAMeeting_LinkedToItsEvent_WithItsPeople()
    {
        await Hub.Get<PersonService>().CreateAsync(Hub.Admin, new PersonDraft("Benny") { Email = "BEN@acme.test" }, None);
        var sync = await SyncAsync();

        var outcome = (await Import.ImportAsync(Hub.User, new ImportRequest(_bench.Calendar, Today, [sync.Id]), None)).Value;

        Assert.Equal([sync.Id], outcome.Imported);
        Assert.Empty(outcome.Missing);
        var row = Assert.Single((await Hub.Get<MeetingService>().ListAsync(Hub.OtherUser, new MeetingFilter(), new PageRequest(), None)).Value.Items);
        var meeting = (await Hub.Get<MeetingService>().GetAsync(Hub.User, row.Id, None)).Value;
        Assert.Equal(("Weekly product sync", _bench.Ten, _bench.Ten.AddMinutes(30), "Room Aurora"), (meeting.Title, meeting.StartsAt, meeting.EndsAt, meeting.Location));
        Assert.Null(meeting.Notes);
        Assert.Contains(meeting.Attendees, person => person is { Name: "Benny", Email: "BEN@acme.test" });
        Assert.Contains(meeting.Attendees, person => person.Email == "chiara@acme.test");
        var link = Assert.Single((await Hub.Get<LinkService>().GetEntityIntegrationLinksAsync(Hub.OtherUser, EntityTypes.Meeting, row.Id, None)).Value);
        Assert.Equal((sync.Id, _bench.Calendar), (link.External.Id, link.IntegrationId));
        Assert.Equal(1, await Hub.WithDatabaseAsync(db => db.AuditEntries.CountAsync(entry => entry.Action == "link.created")));
    }

    [Fact]
    public async Task ImportTwice_AlsoAtOnce_MakesEachMeetingAndPersonOnce()
    {
        var ids = (await Import.PreviewAsync(Hub.User, _bench.Calendar, Week(0), None)).Value.Candidates.Where(c => c.MayBeImported).Select(c => c.Event.Id).ToList();
        var request = new ImportRequest(_bench.Calendar, Week(0), ids);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 3).Select(n => Task.Run(() => Import.ImportAsync(n == 0 ? Hub.OtherUser : Hub.User, request, None))));
        var again = (await Import.ImportAsync(Hub.User, request, None)).Value;

        Assert.All(outcomes, outcome => Assert.Empty(outcome.Value.Missing));
        Assert.Equal(ids.Order(StringComparer.Ordinal), outcomes.SelectMany(outcome => outcome.Value.Imported).Order(StringComparer.Ordinal));
        Assert.Empty(again.Imported);
        Assert.Equal(ids.Count, again.There.Count);
        Assert.Equal(ids.Count, await Hub.WithDatabaseAsync(db => db.Meetings.CountAsync()));
        Assert.Equal(ids.Count, await Hub.WithDatabaseAsync(db => db.Links.CountAsync()));
        var addresses = await Hub.WithDatabaseAsync(db => db.People.Select(person => person.Email!).ToListAsync());
        Assert.Equal(addresses.Count, addresses.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All((await Import.PreviewAsync(Hub.User, _bench.Calendar, Week(0), None)).Value.Candidates.Where(c => ids.Contains(c.Event.Id)), c => Assert.Equal(ImportState.There, c.State));
    }

    [Fact]
    public async Task OccurrencesOfASeries_AreAMeetingEach()
    {
        var both = new CalendarRange(Today.From, Today.To.AddDays(7));
        var ids = (await Import.PreviewAsync(Hub.User, _bench.Calendar, both, None)).Value.Candidates.Where(c => c.Event.Title == "Weekly product sync").Select(c => c.Event.Id).ToList();

        await Import.ImportAsync(Hub.User, new ImportRequest(_bench.Calendar, both, ids), None);
        await Import.ImportAsync(Hub.User, new ImportRequest(_bench.Calendar, Today, ids), None);

        Assert.Equal(2, ids.Count);
        Assert.Equal([_bench.Ten, _bench.Ten.AddDays(7)], await Hub.WithDatabaseAsync(db => db.Meetings.OrderBy(m => m.StartsAt).Select(m => m.StartsAt).ToListAsync()));
    }

    [Fact]
    public async Task WholeDays_AreLeftOut_AlsoWhenAskedFor()
    {
        var days = new CalendarRange(Today.From.AddDays(5), Today.To.AddDays(8));
        var release = (await Import.PreviewAsync(Hub.User, _bench.Calendar, days, None)).Value.Candidates.Single(c => c.Event.Title == "Release day");

        var outcome = (await Import.ImportAsync(Hub.User, new ImportRequest(_bench.Calendar, days, [release.Event.Id]), None)).Value;

        Assert.Equal(ImportState.WholeDay, release.State);
        Assert.Equal([release.Event.Id], outcome.Missing);
        Assert.Equal(0, await Hub.WithDatabaseAsync(db => db.Meetings.CountAsync()));
    }

    [Fact]
    public async Task MeetingLikeIt_AndALinkedOne_AreToldApart()
    {
        var meeting = await _bench.MeetingAsync(" weekly PRODUCT sync");
        Assert.Equal(ImportState.Alike, await StateAsync());

        var sync = await SyncAsync();
        await Hub.Get<LinkService>().LinkEntityToIntegrationAsync(Hub.User, new LinkRequest(EntityTypes.Meeting, meeting.Id, _bench.Calendar, sync.Id) { Copy = sync }, None);

        Assert.Equal(ImportState.There, await StateAsync());
    }

    [Fact]
    public async Task DeletedMeeting_CanBeImportedAgain()
    {
        var sync = await SyncAsync();
        var request = new ImportRequest(_bench.Calendar, Today, [sync.Id]);
        await Import.ImportAsync(Hub.User, request, None);
        var id = await Hub.WithDatabaseAsync(db => db.Meetings.Select(m => m.Id).SingleAsync());
        await Hub.Get<MeetingService>().DeleteAsync(Hub.User, id, None);

        Assert.Equal([sync.Id], (await Import.ImportAsync(Hub.User, request, None)).Value.Imported);
    }

    [Fact, Proves("A1", "A5")]
    public async Task AnotherOrganizationsCalendar_IsNotFound()
    {
        Assert.Equal("integration.not_found", (await Import.PreviewAsync(Hub.Stranger, _bench.Calendar, Today, None)).Failure?.Code);
        Assert.Equal("integration.not_found", (await Import.ImportAsync(Hub.Stranger, new ImportRequest(_bench.Calendar, Today, ["x"]), None)).Failure?.Code);
    }

    [Fact, Proves("A1")]
    public async Task TwoPeoplesOwnCalendars_AreImportedEachForItself_AndTheLinkStaysPrivate()
    {
        var own = await OAuthPerson.ConnectAsync(Hub.Services, Hub.User, "google_calendar", SandboxAccounts.Ada, InstanceLevel.User, "Mine");
        var sync = await SyncAsync();

        await Import.ImportAsync(Hub.User, new ImportRequest(own, Today, [sync.Id]), None);

        var meeting = Assert.Single((await Hub.Get<MeetingService>().ListAsync(Hub.OtherUser, new MeetingFilter(), new PageRequest(), None)).Value.Items);
        Assert.Empty((await Hub.Get<LinkService>().GetEntityIntegrationLinksAsync(Hub.OtherUser, EntityTypes.Meeting, meeting.Id, None)).Value);
        Assert.Single((await Hub.Get<LinkService>().GetEntityIntegrationLinksAsync(Hub.User, EntityTypes.Meeting, meeting.Id, None)).Value);
        Assert.Equal("integration.not_found", (await Import.PreviewAsync(Hub.OtherUser, own, Today, None)).Failure?.Code);
    }

    [Fact, Proves("A7")]
    public async Task ReadingToken_ImportsNothing()
    {
        var reading = Hub.User with { Scopes = TokenScopes.Read };

        Assert.Equal("permission_denied", (await Import.PreviewAsync(reading, _bench.Calendar, Today, None)).Failure?.Code);
        Assert.Equal("permission_denied", (await Import.ImportAsync(reading, new ImportRequest(_bench.Calendar, Today, ["x"]), None)).Failure?.Code);
    }

    [Fact, Proves("I1")]
    public async Task WrongRequests_NameTheField()
    {
        Assert.Contains("to", (await Import.PreviewAsync(Hub.User, _bench.Calendar, new CalendarRange(Today.To, Today.From), None)).Failure!.Fields!);
        Assert.Contains("to", (await Import.PreviewAsync(Hub.User, _bench.Calendar, new CalendarRange(Today.From, Today.From.AddDays(40)), None)).Failure!.Fields!);
        Assert.Contains("eventIds", (await Import.ImportAsync(Hub.User, new ImportRequest(_bench.Calendar, Today, []), None)).Failure!.Fields!);
        Assert.Contains("eventIds", (await Import.ImportAsync(Hub.User, new ImportRequest(_bench.Calendar, Today, [.. Enumerable.Range(0, 501).Select(n => $"{n}")]), None)).Failure!.Fields!);
    }

    [Fact]
    public async Task EventThatIsNotThere_IsToldAsMissing()
    {
        var outcome = (await Import.ImportAsync(Hub.User, new ImportRequest(_bench.Calendar, Today, ["no-such-event"]), None)).Value;

        Assert.Equal(["no-such-event"], outcome.Missing);
        Assert.Null(outcome.Trouble);
    }

    private CalendarRange Week(int number) => new(Today.From.AddDays(7 * number), Today.From.AddDays((7 * number) + 7));

    private async Task<ExternalEntity> SyncAsync() =>
        (await Import.PreviewAsync(Hub.User, _bench.Calendar, Today, None)).Value.Candidates.Single(candidate => candidate.Event.Title == "Weekly product sync").Event;

    private async Task<ImportState> StateAsync() =>
        (await Import.PreviewAsync(Hub.User, _bench.Calendar, Today, None)).Value.Candidates.Single(candidate => candidate.Event.Title == "Weekly product sync").State;
}
