using Integrations.Core.Activity;
using Integrations.Core.Identity;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Linking;
using Integrations.Core.Linking.Feeds;
using Integrations.Core.Permissions;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Linking.Feeds;

public sealed class CalendarFeedServiceTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private CoreHub _hub = null!;

    private CalendarFeedService Feeds => _hub.Get<CalendarFeedService>();

    public async ValueTask InitializeAsync() => _hub = await CoreHub.StartAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task Feed_HasWhatOneAttendsAndWroteDown_AndNoOneElses()
    {
        var me = (await _hub.Get<PersonService>().CreateAsync(_hub.Admin, new PersonDraft("Me") { Email = "USER@ours.test" }, None)).Value;
        var ada = (await _hub.Get<PersonService>().CreateAsync(_hub.Admin, new PersonDraft("Ada") { Email = "ada@ours.test" }, None)).Value;
        await MeetingAsync(_hub.Admin, "Attended", TimeSpan.FromDays(1), me.Id, ada.Id);
        await MeetingAsync(_hub.User, "Written down", TimeSpan.FromDays(2));
        await MeetingAsync(_hub.OtherUser, "Of others", TimeSpan.FromDays(3), ada.Id);

        var feed = (await Feeds.OpenAsync(await MakeAsync(_hub.User), None)).Value;

        Assert.Equal("Ours", feed.Organization);
        Assert.Equal(["Attended", "Written down"], feed.Meetings.Select(meeting => meeting.Title));
        Assert.Equal(["Ada", "Me"], feed.Meetings[0].Attendees.Select(person => person.Name));
    }

    [Fact, Proves("A1")]
    public async Task Feed_NeverHasAnotherOrganizationsMeetings()
    {
        // Someone there writes this person's address down as their own.
        var twin = (await _hub.Get<PersonService>().CreateAsync(_hub.Stranger, new PersonDraft("Twin") { Email = "user@ours.test" }, None)).Value;
        await MeetingAsync(_hub.Stranger, "Theirs", TimeSpan.FromDays(1), twin.Id);

        Assert.Empty((await Feeds.OpenAsync(await MakeAsync(_hub.User), None)).Value.Meetings);
        Assert.Single((await Feeds.OpenAsync(await MakeAsync(_hub.Stranger), None)).Value.Meetings);
    }

    [Fact]
    public async Task Feed_GoesAMonthBackAndAYearAhead()
    {
        await MeetingAsync(_hub.User, "Long ago", TimeSpan.FromDays(-40));
        await MeetingAsync(_hub.User, "Last week", TimeSpan.FromDays(-7));
        await MeetingAsync(_hub.User, "Next year", TimeSpan.FromDays(360));
        await MeetingAsync(_hub.User, "Later", TimeSpan.FromDays(400));

        Assert.Equal(["Last week", "Next year"], (await Feeds.OpenAsync(await MakeAsync(_hub.User), None)).Value.Meetings.Select(meeting => meeting.Title));
    }

    [Fact]
    public async Task Renewed_EndsTheFormerAtOnce_AndOnlyTheHashIsKept()
    {
        var former = await MakeAsync(_hub.User);
        var present = await MakeAsync(_hub.User);

        Assert.Equal("calendar_feed.not_found", (await Feeds.OpenAsync(former, None)).Failure?.Code);
        Assert.True((await Feeds.OpenAsync(present, None)).IsSuccess);
        var row = await _hub.WithDatabaseAsync(db => db.CalendarFeeds.SingleAsync());
        Assert.DoesNotContain(present, $"{row.Hash}", StringComparison.Ordinal);
        Assert.Equal(64, row.Hash.Length);
        Assert.True(present.Length > 43);
    }

    [Fact]
    public async Task Removed_IsNotThere_AndTwiceChangesNothing()
    {
        var secret = await MakeAsync(_hub.User);

        Assert.True((await Feeds.RemoveAsync(_hub.User, None)).IsSuccess);
        Assert.True((await Feeds.RemoveAsync(_hub.User, None)).IsSuccess);

        Assert.Equal("calendar_feed.not_found", (await Feeds.OpenAsync(secret, None)).Failure?.Code);
        Assert.False((await Feeds.FindAsync(_hub.User, None)).Value.IsMade);
    }

    [Fact, Proves("L3")]
    public async Task MakingRenewingRemoving_AreAudited_EachOnce()
    {
        await MakeAsync(_hub.User);
        await MakeAsync(_hub.User);
        await Feeds.RemoveAsync(_hub.User, None);
        await Feeds.RemoveAsync(_hub.User, None);

        Assert.Equal(
            ["calendar_feed.created", "calendar_feed.renewed", "calendar_feed.removed"],
            await _hub.WithDatabaseAsync(db => db.AuditEntries.Where(entry => entry.TargetType == "calendar_feed").OrderBy(entry => entry.Sequence).Select(entry => entry.Action).ToListAsync()));
    }

    [Theory]
    [InlineData("person disabled")]
    [InlineData("organization disabled")]
    [InlineData("person deleted")]
    public async Task WhoIsNotLetIn_HasNoFeed(string what)
    {
        var secret = await MakeAsync(_hub.User);
        var (user, organization) = (_hub.User.UserId, _hub.User.OrganizationId);

        await _hub.WithDatabaseAsync(db => what switch
        {
            "person disabled" => db.Users.Where(u => u.Id == user).ExecuteUpdateAsync(set => set.SetProperty(u => u.DisabledAt, DateTimeOffset.UtcNow)),
            "organization disabled" => db.Organizations.Where(o => o.Id == organization).ExecuteUpdateAsync(set => set.SetProperty(o => o.DisabledAt, DateTimeOffset.UtcNow)),
            _ => db.Users.Where(u => u.Id == user).ExecuteDeleteAsync(),
        });

        Assert.Equal("calendar_feed.not_found", (await Feeds.OpenAsync(secret, None)).Failure?.Code);
    }

    [Fact, Proves("A7")]
    public async Task ReadingToken_AnOrganizationsKey_AndWhoBelongsToNone_MakeNone()
    {
        Assert.Equal("permission_denied", (await Feeds.MakeAsync(_hub.User with { Scopes = TokenScopes.Read }, None)).Failure?.Code);
        Assert.Equal("permission_denied", (await Feeds.MakeAsync(_hub.Admin with { UserId = null }, None)).Failure?.Code);
        Assert.Equal("permission_denied", (await Feeds.MakeAsync(_hub.User with { OrganizationId = null }, None)).Failure?.Code);
        Assert.Equal("permission_denied", (await Feeds.RemoveAsync(_hub.User with { Scopes = TokenScopes.Read }, None)).Failure?.Code);
        Assert.Equal("permission_denied", (await Feeds.FindAsync(_hub.User with { UserId = null }, None)).Failure?.Code);
    }

    [Fact, Proves("S5")]
    public async Task Making_NeedsASignInOfTheLastMinutes_RemovingDoesNot()
    {
        var old = _hub.User with { SessionId = Guid.NewGuid(), AuthenticatedAt = _hub.Clock.GetUtcNow() - TimeSpan.FromMinutes(11) };

        Assert.Equal(Caller.ReauthenticationCode, (await Feeds.MakeAsync(old, None)).Failure?.Code);
        Assert.True((await Feeds.RemoveAsync(old, None)).IsSuccess);
    }

    [Fact]
    public async Task TwoAtOnce_LeaveOneAddress()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => MakeAsync(_hub.User))));

        var working = 0;
        foreach (var secret in made)
        {
            working += (await Feeds.OpenAsync(secret, None)).IsSuccess ? 1 : 0;
        }

        Assert.Equal(1, working);
    }

    [Fact]
    public async Task Reading_IsNoted_ToTheHour()
    {
        var secret = await MakeAsync(_hub.User);
        Assert.Null((await Feeds.FindAsync(_hub.User, None)).Value.LastReadAt);

        await Feeds.OpenAsync(secret, None);

        Assert.NotNull((await Feeds.FindAsync(_hub.User, None)).Value.LastReadAt);
    }

    [Fact]
    public async Task DatabaseThatTakesNoNote_StillGivesTheMeetings()
    {
        var secret = await MakeAsync(_hub.User);
        await MeetingAsync(_hub.User, "Written down", TimeSpan.FromDays(1));
        var refuse = HubDatabase.IsPostgresRound
            ? """
              CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'disk I/O error'; END $$;
              CREATE TRIGGER refuse BEFORE UPDATE OF "LastReadAt" ON "CalendarFeeds" FOR EACH ROW EXECUTE FUNCTION refuse();
              """
            : "CREATE TRIGGER refuse BEFORE UPDATE OF LastReadAt ON CalendarFeeds BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END";
        await _hub.WithDatabaseAsync(db => db.Database.ExecuteSqlRawAsync(refuse));

        Assert.Single((await Feeds.OpenAsync(secret, None)).Value.Meetings);
        Assert.Null((await Feeds.FindAsync(_hub.User, None)).Value.LastReadAt);
    }

    [Fact]
    public async Task LongNotes_AreCut()
    {
        var start = _hub.Clock.GetUtcNow().AddDays(1);
        await _hub.Get<MeetingService>().CreateAsync(_hub.User, new MeetingDraft("Long", start, start.AddMinutes(30)) { Notes = new string('x', Meeting.NotesMaxLength) }, None);

        var notes = Assert.Single((await Feeds.OpenAsync(await MakeAsync(_hub.User), None)).Value.Meetings).Notes;

        Assert.Equal(new string('x', CalendarFeedService.MostNotes - 1) + "…", notes);
    }

    [Fact]
    public async Task MoreAttendeesThanAFeedHas_AreLeftOutOfTheLastMeetings()
    {
        var full = CalendarFeedService.MostAttendees / Meeting.MaxAttendees;
        var people = Enumerable.Range(0, Meeting.MaxAttendees)
            .Select(n => new Person { Id = Guid.CreateVersion7(), OrganizationId = _hub.User.OrganizationId!.Value, Name = $"Person {n}", CreatedAt = _hub.Clock.GetUtcNow() }).ToList();
        await _hub.WithDatabaseAsync(db =>
        {
            db.People.AddRange(people);
            return db.SaveChangesAsync();
        });
        for (var day = 1; day <= full + 1; day++)
        {
            await MeetingAsync(_hub.User, $"Day {day}", TimeSpan.FromDays(day), [.. people.Select(person => person.Id)]);
        }

        var meetings = (await Feeds.OpenAsync(await MakeAsync(_hub.User), None)).Value.Meetings;

        Assert.Equal(full + 1, meetings.Count);
        Assert.All(meetings.Take(full), meeting => Assert.Equal(Meeting.MaxAttendees, meeting.Attendees.Count));
        Assert.Empty(meetings[full].Attendees);
    }

    [Fact]
    public async Task Feeds_AreWritten_AFewAtOnce()
    {
        var secret = await MakeAsync(_hub.User);
        using var rest = new ManualResetEventSlim();
        var begun = 0;
        var reading = Enumerable.Range(0, CalendarFeedService.MostAtOnce + 2).Select(_ => Task.Run(() => Feeds.OpenAsync(secret, Wait, None))).ToList();

        await Eventually.ValueAsync(() => Task.FromResult(Volatile.Read(ref begun)), count => count == CalendarFeedService.MostAtOnce);
        await Task.Delay(TimeSpan.FromMilliseconds(100));
        Assert.Equal(CalendarFeedService.MostAtOnce, Volatile.Read(ref begun));
        rest.Set();

        Assert.All(await Task.WhenAll(reading), read => Assert.True(read.IsSuccess));

        int Wait(OpenedCalendarFeed feed)
        {
            var number = Interlocked.Increment(ref begun);
            rest.Wait(TimeSpan.FromMinutes(1));
            return number;
        }
    }

    private async Task<string> MakeAsync(Caller caller) => (await Feeds.MakeAsync(caller, None)).Value.Reveal();

    private async Task MeetingAsync(Caller caller, string title, TimeSpan fromNow, params Guid[] attendees)
    {
        var start = _hub.Clock.GetUtcNow() + fromNow;
        Assert.True((await _hub.Get<MeetingService>().CreateAsync(caller, new MeetingDraft(title, start, start.AddMinutes(30)) { Attendees = attendees }, None)).IsSuccess);
    }
}
