using System.Net.Mail;
using System.Text;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using Integrations.Core.Linking;
using Integrations.Core.Linking.Feeds;

namespace Integrations.Web.Features.Meetings;

/// <summary>
/// Meetings as an iCalendar text (RFC 5545). Times are UTC, which each calendar shows in its own zone, also across a change of clocks. The
/// same meetings are the same bytes: nothing in it is of the moment of writing.
/// </summary>
internal static class CalendarFeedText
{
    public const string ContentType = "text/calendar; charset=utf-8";

    private const string Product = "-//Integrations//Meetings//EN";

    /// <param name="addressOf">Where a meeting is shown; null where the hub does not know its own address.</param>
    public static byte[] Write(OpenedCalendarFeed feed, Func<Guid, string?> addressOf)
    {
        var calendar = new Calendar { ProductId = Product, Method = CalendarMethods.Publish };
        calendar.AddProperty("X-WR-CALNAME", InLine(feed.Organization));
        var refresh = new CalendarProperty("REFRESH-INTERVAL", "PT1H");
        refresh.AddParameter("VALUE", "DURATION");
        calendar.Properties.Add(refresh);
        // The same for calendars that came before RFC 7986.
        calendar.AddProperty("X-PUBLISHED-TTL", "PT1H");
        calendar.Events.AddRange(feed.Meetings.Select(meeting => Event(meeting, addressOf(meeting.Id))));
        return Encoding.UTF8.GetBytes(CalendarLines.Fold(new CalendarSerializer().SerializeToString(calendar) ?? ""));
    }

    private static CalendarEvent Event(FeedMeeting meeting, string? address)
    {
        var told = new CalendarEvent
        {
            // Never another, however often the address or the title changes: a calendar knows the meeting again by it.
            Uid = $"{meeting.Id}@meetings.integrations",
            DtStamp = Time(meeting.UpdatedAt),
            Created = Time(meeting.CreatedAt),
            LastModified = Time(meeting.UpdatedAt),
            Sequence = meeting.Version,
            Summary = InLine(meeting.Title),
            Description = meeting.Notes is { } notes ? Lines(notes) : null,
            Location = meeting.Location is { } place ? InLine(place) : null,
            DtStart = Time(meeting.StartsAt),
            DtEnd = Time(meeting.EndsAt),
            Status = EventStatus.Confirmed,
            Url = address is null ? null : new Uri(address),
        };
        foreach (var person in meeting.Attendees)
        {
            told.Attendees.Add(new Attendee(MailOf(person)) { CommonName = InName(person.Name) });
        }

        return told;
    }

    private static CalDateTime Time(DateTimeOffset time) => new(time.UtcDateTime);

    /// <summary>The format wants an address; who has none gets one of their own that never leads anywhere (RFC 2606).</summary>
    private static Uri MailOf(MeetingPerson person) =>
        person.Email is { } email && MailAddress.TryCreate(email, out var parsed) && parsed.Address == email
            ? new Uri("mailto:" + Uri.EscapeDataString(parsed.User) + "@" + Uri.EscapeDataString(parsed.Host))
            : new Uri($"mailto:{person.Id:N}@no-address.invalid");

    /// <summary>A name is a parameter, which knows no escapes: neither quotes nor anything that could end its line.</summary>
    private static string InName(string text) => InLine(text).Replace('"', '\'');

    private static string InLine(string text) => string.Concat(text.Select(letter => IsBreak(letter) || char.IsControl(letter) ? ' ' : letter));

    /// <summary>Line breaks stay and are escaped; other control characters have no place in the format.</summary>
    private static string Lines(string text) =>
        string.Concat(text.ReplaceLineEndings("\n").Select(letter => letter is '\n' or '\t' ? letter : char.IsControl(letter) ? ' ' : letter));

    private static bool IsBreak(char letter) => letter is '\u2028' or '\u2029';
}
