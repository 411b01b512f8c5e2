using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Linking.Calendars;
using Integrations.Core.Permissions;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Linking.Calendars;

public sealed class LikelyLinksTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly CalendarBench _bench = new();

    private CoreHub Hub => _bench.Hub;

    private LikelyLinks Likely => Hub.Get<LikelyLinks>();

    private CalendarRange Week => new(_bench.Ten.AddHours(-10), _bench.Ten.AddDays(7));

    public ValueTask InitializeAsync() => _bench.InitializeAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Find_GivesTheLikelyEventOfEachUnlinkedMeeting_WithWhy()
    {
        var sync = await _bench.MeetingAsync("Weekly product sync");
        var review = await MeetingAsync("Design review: onboarding", _bench.Ten.AddHours(4), 60);
        await MeetingAsync("Dentist", _bench.Ten.AddDays(1).AddHours(11).AddMinutes(7), 5);

        var found = (await Likely.FindAsync(Hub.User, Week, None)).Value;

        Assert.Equal((3, 1), (found.Unlinked, found.Calendars));
        Assert.Empty(found.Troubles);
        var match = found.Found.Single(one => one.Meeting.Id == sync.Id);
        Assert.Equal(("Weekly product sync", "same time, same title, 1 of 2 attendees"), (match.Event.Title, Web.Features.Linking.MatchReasonLabels.Of(match.Reasons)));
        Assert.True(match.IsStrong);
        Assert.Contains(found.Found, one => one.Meeting.Id == review.Id && one.Event.Title.StartsWith("Design review", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Find_GivesNoEventTwice()
    {
        await _bench.MeetingAsync("Weekly product sync");
        await _bench.MeetingAsync("Weekly product sync");

        var found = (await Likely.FindAsync(Hub.User, Week, None)).Value.Found;

        Assert.Single(found, match => match.Event.Title == "Weekly product sync" && match.Event.Start == _bench.Ten);
        Assert.Equal(found.Count, found.Select(match => match.Event.Id).Distinct().Count());
    }

    [Fact]
    public async Task Link_LinksTheChosen_AndTheyAreNotFoundAgain()
    {
        var sync = await _bench.MeetingAsync("Weekly product sync");
        var found = (await Likely.FindAsync(Hub.User, Week, None)).Value;

        Assert.Empty((await Likely.LinkAsync(Hub.User, found.Found, None)).Value);

        Assert.Single((await Hub.Get<LinkService>().GetEntityIntegrationLinksAsync(Hub.OtherUser, EntityTypes.Meeting, sync.Id, None)).Value);
        Assert.Equal(0, (await Likely.FindAsync(Hub.User, Week, None)).Value.Unlinked);
    }

    [Fact]
    public async Task Link_OneOfThemIsGone_LinksTheOthers_AndTellsWhich()
    {
        var sync = await _bench.MeetingAsync("Weekly product sync");
        var review = await MeetingAsync("Design review: onboarding", _bench.Ten.AddHours(4), 60);
        var found = (await Likely.FindAsync(Hub.User, Week, None)).Value.Found;
        await Hub.Get<MeetingService>().DeleteAsync(Hub.User, sync.Id, None);

        var troubles = (await Likely.LinkAsync(Hub.User, found, None)).Value;

        Assert.Equal(("Weekly product sync", "meeting.not_found"), (Assert.Single(troubles).Name, troubles[0].Failure.Code));
        Assert.Single((await Hub.Get<LinkService>().GetEntityIntegrationLinksAsync(Hub.User, EntityTypes.Meeting, review.Id, None)).Value);
    }

    [Fact]
    public async Task Find_EventThatAMeetingHas_IsNoOthers()
    {
        await _bench.MeetingAsync("Weekly product sync");
        await Likely.LinkAsync(Hub.User, (await Likely.FindAsync(Hub.User, Week, None)).Value.Found, None);
        await _bench.MeetingAsync("Weekly product sync");

        Assert.DoesNotContain((await Likely.FindAsync(Hub.User, Week, None)).Value.Found, match => match.Event.Title == "Weekly product sync" && match.Event.Start == _bench.Ten);
    }

    [Fact]
    public void MeetingOfWeeks_IsLookedForInTheDaysThatWereAsked()
    {
        var around = TimeSpan.FromHours(2);
        var brief = new MeetingDetails(Guid.NewGuid(), "Sync", null, null, _bench.Ten, _bench.Ten.AddMinutes(30), [], 1);
        var ofWeeks = brief with { StartsAt = Week.From.AddDays(-20), EndsAt = Week.To.AddDays(9) };

        Assert.Equal(new CalendarRange(brief.StartsAt - around, brief.EndsAt + around), LikelyLinks.Searched(Week, [brief]));
        Assert.Equal(new CalendarRange(Week.From - around, Week.To + around), LikelyLinks.Searched(Week, [brief, ofWeeks]));
    }

    [Fact, Proves("A1")]
    public async Task AnotherOrganization_FindsAndLinksNothingOfOurs()
    {
        await _bench.MeetingAsync("Weekly product sync");
        var ours = (await Likely.FindAsync(Hub.User, Week, None)).Value.Found;

        var theirs = (await Likely.FindAsync(Hub.Stranger, Week, None)).Value;
        var linked = (await Likely.LinkAsync(Hub.Stranger, ours, None)).Value;

        Assert.Equal((0, 0), (theirs.Unlinked, theirs.Calendars));
        Assert.Equal(ours.Count, linked.Count);
        Assert.All(linked, trouble => Assert.Equal("meeting.not_found", trouble.Failure.Code));
    }

    [Fact, Proves("A1")]
    public async Task OnesOwnCalendar_IsAskedForOneselfAlone()
    {
        await OAuthPerson.ConnectAsync(Hub.Services, Hub.User, "microsoft_outlook", SandboxAccounts.Ada, InstanceLevel.User, "Mine");

        Assert.Equal(2, (await Likely.FindAsync(Hub.User, Week, None)).Value.Calendars);
        Assert.Equal(1, (await Likely.FindAsync(Hub.OtherUser, Week, None)).Value.Calendars);
    }

    [Fact, Proves("A7", "I1")]
    public async Task ReadingToken_AndWrongRequests_AreRefused()
    {
        Assert.Equal("permission_denied", (await Likely.FindAsync(Hub.User with { Scopes = TokenScopes.Read }, Week, None)).Failure?.Code);
        Assert.Equal("permission_denied", (await Likely.LinkAsync(Hub.User with { Scopes = TokenScopes.Read }, [], None)).Failure?.Code);
        Assert.Contains("matches", (await Likely.LinkAsync(Hub.User, [], None)).Failure!.Fields!);
        Assert.Contains("to", (await Likely.FindAsync(Hub.User, new CalendarRange(Week.To, Week.From), None)).Failure!.Fields!);
    }

    private async Task<MeetingDetails> MeetingAsync(string title, DateTimeOffset start, int minutes) =>
        (await Hub.Get<MeetingService>().CreateAsync(Hub.User, new MeetingDraft(title, start, start.AddMinutes(minutes)), None)).Value;
}
