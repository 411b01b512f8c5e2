using System.Text;
using Ical.Net;
using Integrations.Core.Linking;
using Integrations.Core.Linking.Feeds;
using Integrations.Web.Features.Meetings;

namespace Integrations.Tests.Linking.Feeds;

/// <summary>What is written is read again by the library that calendars of others are read with.</summary>
public sealed class CalendarFeedTextTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Id = Guid.Parse("01900000-0000-7000-8000-0000000000a1");

    [Fact]
    public void Meeting_ReadAgain_IsTheSame()
    {
        var read = Assert.Single(Read(Feed(Meeting("Sync") with
        {
            Notes = "Bring tea\nand cake; both, please",
            Location = "Room 1, north",
            Attendees = [new MeetingPerson(Guid.NewGuid(), "Ada Lindqvist", "ada@ours.test"), new MeetingPerson(Id, "Ben", null)],
            Version = 3,
        })).Events);

        Assert.Equal(("Sync", "Bring tea\nand cake; both, please", "Room 1, north", 3), (read.Summary, read.Description, read.Location, read.Sequence));
        Assert.Equal($"{Id}@meetings.integrations", read.Uid);
        Assert.Equal("https://hub.test/meetings/" + Id, read.Url?.ToString());
        Assert.Equal(["Ada Lindqvist mailto:ada@ours.test", $"Ben mailto:{Id:N}@no-address.invalid"], read.Attendees.Select(attendee => $"{attendee.CommonName} {attendee.Value}"));
    }

    [Theory]
    [InlineData("2026-03-29T00:30:00Z", "2026-03-29 01:30")]
    [InlineData("2026-03-29T01:30:00Z", "2026-03-29 03:30")]
    [InlineData("2026-10-25T00:30:00Z", "2026-10-25 02:30")]
    [InlineData("2026-10-25T01:30:00Z", "2026-10-25 02:30")]
    public void Times_AreRight_AcrossAChangeOfClocks(string start, string inBerlin)
    {
        var at = DateTimeOffset.Parse(start, System.Globalization.CultureInfo.InvariantCulture);
        var read = Assert.Single(Read(Feed(Meeting("Early") with { StartsAt = at, EndsAt = at.AddHours(1) })).Events);

        Assert.Equal(at.UtcDateTime, read.DtStart!.AsUtc);
        Assert.Equal(at.UtcDateTime.AddHours(1), read.DtEnd!.AsUtc);
        Assert.Equal(inBerlin, read.DtStart.ToTimeZone("Europe/Berlin").Value.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture));
    }

    public static TheoryData<string, string> HostileTitles => new()
    {
        { "a\r\nEND:VEVENT\r\nBEGIN:VALARM", "a  END:VEVENT  BEGIN:VALARM" },
        { "a, b; c\\n:\"d\"", "a, b; c\\n:\"d\"" },
        { new string('ü', 200), new string('ü', 200) },
        { "פגישה \u202Eabc\u202C مرحبا", "פגישה \u202Eabc\u202C مرحبا" },
        { string.Concat(Enumerable.Repeat("👩‍💻", 40)), string.Concat(Enumerable.Repeat("👩‍💻", 40)) },
        { "a\0b\u0007c\u2028d\u0085e", "a b c d e" },
    };

    [Theory, MemberData(nameof(HostileTitles))]
    public void HostileTitle_StaysInItsLine_AndReadsAsItWasWritten(string title, string expected)
    {
        var text = CalendarFeedText.Write(Feed(Meeting(title) with { Location = title, Attendees = [new MeetingPerson(Guid.NewGuid(), title, "ada@ours.test")] }), _ => null);

        var read = Assert.Single(Calendar.Load(Encoding.UTF8.GetString(text))!.Events);
        Assert.Equal(expected, read.Summary);
        Assert.Equal(expected, read.Location);
        Assert.Equal(expected.Replace('"', '\''), Assert.Single(read.Attendees).CommonName);
        Assert.Empty(read.Alarms);
        Assert.All(Encoding.UTF8.GetString(text).Split("\r\n"), line => Assert.True(Encoding.UTF8.GetByteCount(line) <= 75 && !line.Contains('\n') && !line.Contains('\r'), line));
    }

    [Fact]
    public void HostileNotes_KeepTheirLines_AndNothingElseOfControl()
    {
        var read = Assert.Single(Read(Feed(Meeting("Sync") with { Notes = "a\r\nEND:VCALENDAR\rb\u0000\u001bc" })).Events);

        Assert.Equal("a\nEND:VCALENDAR\nb  c", read.Description);
    }

    [Theory]
    [InlineData("\"a:b;c\"@ours.test", "\"a:b;c\"@ours.test")]
    [InlineData("a?subject=x&cc=eve%40evil.test@ours.test", "a?subject=x&cc=eve%40evil.test@ours.test")]
    [InlineData("ä@ours.test", "ä@ours.test")]
    [InlineData("ada@müller.de", "ada@xn--mller-kva.de")]
    public void HostileAddress_StaysOne(string email, string expected)
    {
        var read = Assert.Single(Read(Feed(Meeting("Sync") with { Attendees = [new MeetingPerson(Guid.NewGuid(), "Ada", email)] })).Events);

        var attendee = Assert.Single(read.Attendees);
        Assert.Equal(expected, Uri.UnescapeDataString(attendee.Value!.OriginalString["mailto:".Length..]));
        Assert.Equal("", attendee.Value.Query);
    }

    [Theory]
    [InlineData("ada ada")]
    [InlineData("\"a\r\nX:1\"@ours.test")]
    [InlineData("eve@evil.test@ours.test")]
    [InlineData("a@[1.2.3.4]")]
    [InlineData("a@ours..test")]
    public void WhatIsNoAddress_LeadsNowhere(string email)
    {
        var read = Assert.Single(Read(Feed(Meeting("Sync") with { Attendees = [new MeetingPerson(Id, "Ada", email)] })).Events);

        Assert.Equal($"mailto:{Id:N}@no-address.invalid", Assert.Single(read.Attendees).Value!.OriginalString);
    }

    [Fact]
    public void SameMeetings_AreTheSameBytes()
    {
        Assert.Equal(CalendarFeedText.Write(Feed(Meeting("Sync")), _ => null), CalendarFeedText.Write(Feed(Meeting("Sync")), _ => null));
        Assert.NotEqual(CalendarFeedText.Write(Feed(Meeting("Sync")), _ => null), CalendarFeedText.Write(Feed(Meeting("Sync") with { Version = 2 }), _ => null));
    }

    [Fact]
    public void Tag_IsTheSame_WhereTheTextIs()
    {
        var meeting = Meeting("Sync") with { Attendees = [new MeetingPerson(Id, "Ada", "ada@ours.test")] };
        var tag = CalendarFeedText.Tag(Feed(meeting), _ => null);

        Assert.Equal(tag, CalendarFeedText.Tag(Feed(meeting), _ => null));
        Assert.DoesNotContain(
            tag,
            new[]
            {
                CalendarFeedText.Tag(Feed(meeting), id => $"https://hub.test/meetings/{id}"),
                CalendarFeedText.Tag(new OpenedCalendarFeed("Theirs", [meeting]), _ => null),
                CalendarFeedText.Tag(Feed(meeting with { Version = 2 }), _ => null),
                CalendarFeedText.Tag(Feed(meeting with { Attendees = [new MeetingPerson(Id, "Ada Lindqvist", "ada@ours.test")] }), _ => null),
                CalendarFeedText.Tag(Feed(meeting, meeting), _ => null),
            });
    }

    [Fact]
    public void NoMeetings_IsAnEmptyCalendarWithAName()
    {
        var read = Read(new OpenedCalendarFeed("Acme, \"Inc\"", []));

        Assert.Empty(read.Events);
        Assert.Equal("Acme, \"Inc\"", read.Properties["X-WR-CALNAME"]?.Value);
    }

    private static Calendar Read(OpenedCalendarFeed feed) => Calendar.Load(Encoding.UTF8.GetString(CalendarFeedText.Write(feed, id => $"https://hub.test/meetings/{id}")))!;

    private static OpenedCalendarFeed Feed(params FeedMeeting[] meetings) => new("Ours", meetings);

    private static FeedMeeting Meeting(string title) => new(Id, title, null, null, Noon, Noon.AddMinutes(30), [], Noon.AddDays(-2), Noon.AddDays(-1), 1);
}
