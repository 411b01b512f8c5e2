using Integrations.Core.Activity;
using Integrations.Core.Linking;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Linking;

public sealed class MeetingServiceTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    private CoreHub _hub = null!;
    private MeetingService _meetings = null!;
    private PersonService _people = null!;

    public async ValueTask InitializeAsync()
    {
        _hub = await CoreHub.StartAsync();
        (_meetings, _people) = (_hub.Get<MeetingService>(), _hub.Get<PersonService>());
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task Create_ThenGet_TellsTheSame()
    {
        var ada = (await _people.CreateAsync(_hub.User, new PersonDraft("Ada") { Email = "ada@ours.test" }, None)).Value;

        var created = (await _meetings.CreateAsync(_hub.User, Draft(" Sync ") with { Attendees = [ada.Id], Notes = "Bring tea" }, None)).Value;
        var read = (await _meetings.GetAsync(_hub.OtherUser, created.Id, None)).Value;

        Assert.Equal("Sync", read.Title);
        Assert.Equal("Bring tea", read.Notes);
        Assert.Equal(Noon, read.StartsAt);
        Assert.Equal([new MeetingPerson(ada.Id, "Ada", "ada@ours.test")], read.Attendees);
    }

    [Fact, Proves("A1")]
    public async Task List_NeverShowsAnotherOrganizationsMeetings()
    {
        await _meetings.CreateAsync(_hub.User, Draft("Ours"), None);

        Assert.Empty((await _meetings.ListAsync(_hub.Stranger, new MeetingFilter(), new PageRequest(), None)).Value.Items);
        Assert.Single((await _meetings.ListAsync(_hub.OtherUser, new MeetingFilter(), new PageRequest(), None)).Value.Items);
    }

    [Fact, Proves("A1")]
    public async Task AnotherOrganizationsMeeting_IsNotFoundForEveryVerb()
    {
        var meeting = (await _meetings.CreateAsync(_hub.User, Draft("Ours"), None)).Value;

        Assert.Equal("meeting.not_found", (await _meetings.GetAsync(_hub.Stranger, meeting.Id, None)).Failure?.Code);
        Assert.Equal("meeting.not_found", (await _meetings.UpdateAsync(_hub.Stranger, meeting.Id, meeting.Version, Draft("Theirs"), None)).Failure?.Code);
        Assert.Equal("meeting.not_found", (await _meetings.DeleteAsync(_hub.Stranger, meeting.Id, None)).Failure?.Code);
        Assert.Equal("Ours", (await _meetings.GetAsync(_hub.User, meeting.Id, None)).Value.Title);
    }

    [Fact, Proves("A5")]
    public async Task Create_WithAnotherOrganizationsPerson_IsRefused()
    {
        var theirs = (await _people.CreateAsync(_hub.Stranger, new PersonDraft("Gus"), None)).Value;

        var refused = await _meetings.CreateAsync(_hub.User, Draft("Sync") with { Attendees = [theirs.Id] }, None);

        Assert.Contains("attendees", refused.Failure!.Fields!);
    }

    [Fact, Proves("I4")]
    public async Task List_FiltersByTextTimeAndPerson_AndPages()
    {
        var ada = (await _people.CreateAsync(_hub.User, new PersonDraft("Ada"), None)).Value;
        await _meetings.CreateAsync(_hub.User, Draft("Sprint planning") with { Attendees = [ada.Id] }, None);
        await _meetings.CreateAsync(_hub.User, Draft("100% retro", Noon.AddDays(1)), None);
        await _meetings.CreateAsync(_hub.User, Draft("Review", Noon.AddDays(2)), None);

        Assert.Equal(["Sprint planning"], await Titles(new MeetingFilter("SPRINT")));
        Assert.Equal(["100% retro"], await Titles(new MeetingFilter("0%")));
        Assert.Equal(["100% retro"], await Titles(new MeetingFilter(From: Noon.AddDays(1), To: Noon.AddDays(2))));
        Assert.Equal(["Sprint planning"], await Titles(new MeetingFilter(PersonId: ada.Id)));
        var second = (await _meetings.ListAsync(_hub.User, new MeetingFilter(), new PageRequest(Limit: 2, Offset: 2), None)).Value;
        Assert.Equal((3, "Review"), (second.Total, Assert.Single(second.Items).Title));
    }

    [Fact, Proves("RI2")]
    public async Task Update_WithAnOldVersion_IsStale()
    {
        var meeting = (await _meetings.CreateAsync(_hub.User, Draft("Sync"), None)).Value;
        var changed = (await _meetings.UpdateAsync(_hub.User, meeting.Id, meeting.Version, Draft("Sync 2"), None)).Value;

        var late = await _meetings.UpdateAsync(_hub.OtherUser, meeting.Id, meeting.Version, Draft("Sync 3"), None);

        Assert.Equal(FailureKind.Stale, late.Failure?.Kind);
        Assert.Equal("Sync 2", (await _meetings.GetAsync(_hub.User, meeting.Id, None)).Value.Title);
        Assert.True(changed.Version > meeting.Version);
    }

    [Fact]
    public async Task Update_AttendeesOnly_ReplacesThemAndMovesTheVersion()
    {
        var ada = (await _people.CreateAsync(_hub.User, new PersonDraft("Ada"), None)).Value;
        var ben = (await _people.CreateAsync(_hub.User, new PersonDraft("Ben"), None)).Value;
        var meeting = (await _meetings.CreateAsync(_hub.User, Draft("Sync") with { Attendees = [ada.Id] }, None)).Value;

        var changed = (await _meetings.UpdateAsync(_hub.User, meeting.Id, meeting.Version, Draft("Sync") with { Attendees = [ben.Id] }, None)).Value;

        Assert.Equal(["Ben"], changed.Attendees.Select(a => a.Name));
        Assert.NotEqual(meeting.Version, changed.Version);
    }

    [Fact]
    public async Task Create_WithWrongFields_NamesTheField()
    {
        Assert.Contains("title", (await _meetings.CreateAsync(_hub.User, Draft(" "), None)).Failure!.Fields!);
        Assert.Contains("title", (await _meetings.CreateAsync(_hub.User, Draft(new string('x', 201)), None)).Failure!.Fields!);
        Assert.Contains("endsAt", (await _meetings.CreateAsync(_hub.User, Draft("Sync") with { EndsAt = Noon }, None)).Failure!.Fields!);
        Assert.Contains("endsAt", (await _meetings.CreateAsync(_hub.User, Draft("Sync") with { EndsAt = Noon.AddDays(32) }, None)).Failure!.Fields!);
        Assert.Contains("limit", (await _meetings.ListAsync(_hub.User, new MeetingFilter(), new PageRequest(Limit: 101), None)).Failure!.Fields!);
    }

    [Fact, Proves("A7")]
    public async Task TokenThatMayOnlyRead_ChangesNothing()
    {
        var reader = _hub.User with { Scopes = TokenScopes.Read };

        Assert.Equal(FailureKind.Forbidden, (await _meetings.CreateAsync(reader, Draft("Sync"), None)).Failure?.Kind);
        Assert.True((await _meetings.ListAsync(reader, new MeetingFilter(), new PageRequest(), None)).IsSuccess);
    }

    [Fact, Proves("L3")]
    public async Task Delete_IsAuditedOnce()
    {
        var meeting = (await _meetings.CreateAsync(_hub.User, Draft("Sync"), None)).Value;

        Assert.True((await _meetings.DeleteAsync(_hub.User, meeting.Id, None)).IsSuccess);

        var entry = Assert.Single(await _hub.WithDatabaseAsync(db => db.AuditEntries.ToListAsync()));
        Assert.Equal(("meeting.deleted", "Sync"), (entry.Action, entry.TargetName));
    }

    private async Task<IEnumerable<string>> Titles(MeetingFilter filter) =>
        (await _meetings.ListAsync(_hub.User, filter, new PageRequest(), None)).Value.Items.Select(row => row.Title);

    private static MeetingDraft Draft(string title, DateTimeOffset? start = null) => new(title, start ?? Noon, (start ?? Noon).AddMinutes(30));
}
