using System.Text.RegularExpressions;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Vendors.Google.Shared;
using Integrations.Primitives;
using Integrations.Tests.Connectors.Hostile;

namespace Integrations.Tests.Connectors.Field;

/// <summary>Calendars of Google that are gone, and lists of them that have more than one page.</summary>
public sealed partial class CalendarFieldTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    public static TheoryData<int> Refusals => [403, 404, 410, 451];

    [Theory, Proves("K2"), MemberData(nameof(Refusals))]
    public async Task SyncOverACalendarThatRefuses_PullsTheOthers_AndReportsItOnce(int status)
    {
        await using var vendor = Calendars("gone@group.calendar.google.com", status);
        using var session = vendor.Session();
        var sync = (ISyncEntities)vendor.Connector;
        var (changes, leftOut) = (new List<string>(), new List<string>());

        string? cursor = null;
        for (var round = 0; round < 2; round++)
        {
            SyncPage page;
            do
            {
                var pulled = await sync.PullAsync(session, "event", cursor, None);
                Assert.Null(pulled.Failure);
                page = pulled.Value;
                Assert.False(page.Restart);
                changes.AddRange(page.Changes.Select(change => change.ExternalId));
                leftOut.AddRange(page.LeftOut);
                cursor = page.Cursor;
            }
            while (page.HasMore);
        }

        Assert.Equal(["mine", "team@group.calendar.google.com/theirs", "mine", "team@group.calendar.google.com/theirs"], changes);
        Assert.Contains("The one that is gone", Assert.Single(leftOut), StringComparison.Ordinal);
        // Each round asks it again: it may be back.
        Assert.Equal(2, vendor.Asked.Count(line => line.Contains("gone%40group", StringComparison.Ordinal)));
    }

    // One that was read before and is gone (410) has the whole walk start again instead.
    [Theory, InlineData(403), InlineData(404), InlineData(451)]
    public async Task Sync_OverACalendarThatRefusedOnce_HasItsEventsAtTheNextRound(int status)
    {
        await using var vendor = Calendars("gone@group.calendar.google.com", status);
        using var session = vendor.Session();
        var sync = (ISyncEntities)vendor.Connector;

        var first = await RoundAsync(null);
        vendor.Answer = Answers("", 404);
        var second = await RoundAsync(first.Cursor);
        vendor.Answer = Answers("gone@group.calendar.google.com", status);
        var third = await RoundAsync(second.Cursor);

        Assert.Equal(["mine", "team@group.calendar.google.com/theirs"], first.Changes);
        Assert.Equal(["mine", "gone@group.calendar.google.com/theirs", "team@group.calendar.google.com/theirs"], second.Changes);
        Assert.Equal([1, 0, 1], new[] { first, second, third }.Select(round => round.LeftOut.Count));

        async Task<(string? Cursor, List<string> Changes, List<string> LeftOut)> RoundAsync(string? cursor)
        {
            var (changes, leftOut) = (new List<string>(), new List<string>());
            SyncPage page;
            do
            {
                page = (await sync.PullAsync(session, "event", cursor, None)).Value;
                changes.AddRange(page.Changes.Select(change => change.ExternalId));
                leftOut.AddRange(page.LeftOut);
                cursor = page.Cursor;
            }
            while (page.HasMore);

            return (cursor, changes, leftOut);
        }
    }

    [Fact]
    public async Task Sync_ThatStoodAtTheLastCalendarWhenAllRefused_AsksTheOthersToo()
    {
        await using var vendor = Calendars("team@group.calendar.google.com", 404);
        using var session = vendor.Session();
        var cursor = OpaqueCursor.Write(new
        {
            Calendars = new[] { "primary", "team@group.calendar.google.com" }.Select(id => new { Id = id, RealId = id, Name = id, SyncToken = "before" }),
            At = 1,
            PageToken = (string?)null,
            Since = "2026-11-01T00:00:00Z",
        });

        var pulled = await ((ISyncEntities)vendor.Connector).PullAsync(session, "event", cursor, None);

        Assert.Equal("mine", Assert.Single(pulled.Value.Changes).ExternalId);
        Assert.Single(pulled.Value.LeftOut);
    }

    [Fact]
    public async Task Sync_WhoseCursorHoldsACalendarThatIsGone_LeavesItOut()
    {
        await using var vendor = Calendars("gone@group.calendar.google.com", 404);
        using var session = vendor.Session();
        // As an older pull left it: each calendar with its sync token.
        var cursor = OpaqueCursor.Write(new
        {
            Calendars = new[] { "primary", "gone@group.calendar.google.com", "team@group.calendar.google.com" }.Select(id => new { Id = id, RealId = id, Name = id, SyncToken = "before" }),
            At = 0,
            PageToken = (string?)null,
            Since = "2026-11-01T00:00:00Z",
        });

        var first = await Pull(cursor);
        var second = await Pull(first.Cursor!);

        Assert.Equal(["mine", "team@group.calendar.google.com/theirs"], first.Changes.Concat(second.Changes).Select(change => change.ExternalId));
        Assert.Single(second.LeftOut);
        Assert.False(second.HasMore);

        async Task<SyncPage> Pull(string from)
        {
            var pulled = await ((ISyncEntities)vendor.Connector).PullAsync(session, "event", from, None);
            Assert.Null(pulled.Failure);
            return pulled.Value;
        }
    }

    [Fact]
    public async Task Sync_ThatEveryCalendarRefuses_Fails()
    {
        await using var vendor = Calendars("", 404);
        vendor.Answer = request => request.Contains("/calendarList", StringComparison.Ordinal) ? Page(request) : PlayedVendor.Json("""{"error":{"code":404,"message":"Not Found"}}""", 404);
        using var session = vendor.Session();
        var sync = (ISyncEntities)vendor.Connector;

        Result<SyncPage> pulled;
        string? cursor = null;
        do
        {
            pulled = await sync.PullAsync(session, "event", cursor, None);
            cursor = pulled.IsSuccess ? pulled.Value.Cursor : null;
        }
        while (cursor is not null);

        Assert.Equal("vendor.not_found", pulled.Failure?.Code);
    }

    [Theory, Proves("K2"), MemberData(nameof(Refusals))]
    public async Task SearchOverACalendarThatRefuses_FindsTheOthers_AndReportsItOnce(int status)
    {
        await using var vendor = Calendars("gone@group.calendar.google.com", status);
        using var session = vendor.Session();
        var searching = (ISearchEntities)vendor.Connector;

        var first = await searching.SearchAsync(session, new EntityQuery("plan", 1) { EntityTypes = ["event"] }, None);
        Assert.Null(first.Failure);
        var rest = await searching.SearchAsync(session, new EntityQuery("plan", 5) { EntityTypes = ["event"], Cursor = first.Value.NextCursor }, None);

        Assert.Null(rest.Failure);
        Assert.Contains("The one that is gone", first.Value.Partial?.Message, StringComparison.Ordinal);
        Assert.Null(rest.Value.Partial);
        Assert.NotEmpty(first.Value.Items);
    }

    [Fact]
    public async Task CalendarList_InSeveralPages_IsReadToItsLastPage()
    {
        await using var vendor = Calendars("", 404);
        using var session = vendor.Session();

        var found = await ((ISearchEntities)vendor.Connector).SearchAsync(session, new EntityQuery(null, 50) { EntityTypes = ["calendar"] }, None);

        Assert.Equal(["The own", "The one that is gone", "The team's"], found.Value.Items.Select(item => item.Title));
        Assert.Equal(3, vendor.Asked.Count(line => line.Contains("/calendarList", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task CalendarList_WhoseNextPageIsItself_Ends()
    {
        await using var vendor = new PlayedVendor("google_calendar") { Answer = _ => PlayedVendor.Json("""{"items":[{"id":"a@group.calendar.google.com","summary":"A"}],"nextPageToken":"same"}""") };
        using var session = vendor.Session();

        Assert.Single((await ((ISearchEntities)vendor.Connector).SearchAsync(session, new EntityQuery(null, 50) { EntityTypes = ["calendar"] }, None)).Value.Items);
    }

    /// <summary>Three calendars, one a page; the one in the middle refuses.</summary>
    private static PlayedVendor Calendars(string refusing, int status) => new("google_calendar") { Answer = Answers(refusing, status) };

    private static Func<string, byte[]> Answers(string refusing, int status) =>
        request => request.Contains("/calendarList", StringComparison.Ordinal) ? Page(request)
            : refusing.Length > 0 && request.Contains(Uri.EscapeDataString(refusing), StringComparison.Ordinal) ? PlayedVendor.Json($$$"""{"error":{"code":{{{status}}},"message":"Not Found","errors":[{"reason":"notFound"}]}}""", status)
            : PlayedVendor.Json($$$"""{"items":[{"id":"{{{(request.Contains("primary", StringComparison.Ordinal) ? "mine" : "theirs")}}}","status":"confirmed","summary":"plan","start":{"dateTime":"2026-12-01T10:00:00Z"},"end":{"dateTime":"2026-12-01T11:00:00Z"} }],"nextSyncToken":"next"}""");

    private static byte[] Page(string request) => (PageToken().Match(request) is { Success: true } token ? token.Groups["token"].Value : "1") switch
    {
        "1" => PlayedVendor.Json("""{"items":[{"id":"ada@acme.test","summary":"The own","primary":true,"selected":true}],"nextPageToken":"2"}"""),
        "2" => PlayedVendor.Json("""{"items":[{"id":"gone@group.calendar.google.com","summary":"The one that is gone","selected":true}],"nextPageToken":"3"}"""),
        _ => PlayedVendor.Json("""{"items":[{"id":"team@group.calendar.google.com","summary":"The team's","selected":true}]}"""),
    };

    [GeneratedRegex("pageToken=(?<token>\\d)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex PageToken();
}
