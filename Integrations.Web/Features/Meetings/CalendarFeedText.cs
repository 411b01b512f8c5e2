using System.Net.Mail;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
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

    /// <summary>
    /// A hash of all that is written and of the program that writes it, for which the text, the costly part, need not be written: texts
    /// with one tag are the same.
    /// </summary>
    /// <param name="addressOf">As for <see cref="Write"/>.</param>
    public static string Tag(OpenedCalendarFeed feed, Func<Guid, string?> addressOf) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new
        {
            Writer = typeof(CalendarFeedText).Module.ModuleVersionId,
            Library = typeof(Calendar).Module.ModuleVersionId,
            Address = addressOf(Guid.Empty),
            Feed = feed,
        })));

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
        person.Email is { } email && MailAddress.TryCreate(email, out var parsed) && parsed.Address == email && HostOf(parsed) is { } host
            && Uri.TryCreate("mailto:" + Uri.EscapeDataString(parsed.User) + "@" + host, UriKind.Absolute, out var address)
            ? address
            : new Uri($"mailto:{person.Id:N}@no-address.invalid");

    /// <summary>As mail servers know it, other alphabets in Punycode; null for what is no host's name, such as <c>[1.2.3.4]</c>, which this kind of address cannot hold.</summary>
    private static string? HostOf(MailAddress address)
    {
        try
        {
            var host = new System.Globalization.IdnMapping().GetAscii(address.Host);
            return Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4 ? host : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>A name is a parameter, which knows no escapes: neither quotes nor anything that could end its line.</summary>
    private static string InName(string text) => InLine(text).Replace('"', '\'');

    private static string InLine(string text) => string.Concat(text.Select(letter => IsBreak(letter) || char.IsControl(letter) ? ' ' : letter));

    /// <summary>Line breaks stay and are escaped; other control characters have no place in the format.</summary>
    private static string Lines(string text) =>
        string.Concat(text.ReplaceLineEndings("\n").Select(letter => letter is '\n' or '\t' ? letter : char.IsControl(letter) ? ' ' : letter));

    private static bool IsBreak(char letter) => letter is '\u2028' or '\u2029';
}
