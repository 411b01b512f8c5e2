using System.Globalization;
using System.Text.Json.Nodes;
using Integrations.Connectors.Entities;

namespace Integrations.Connectors.Vendors.Google.Calendar;

/// <summary>Events and calendars in our words.</summary>
internal static class EventMapping
{
    public const string Primary = "primary";

    private const int AttendeesMax = 200;

    /// <summary>Events of the account's own calendar go by their id alone; others are <c>calendarId/eventId</c>.</summary>
    public static string Id(string calendarId, string eventId) => calendarId == Primary ? eventId : $"{calendarId}/{eventId}";

    public static (string CalendarId, string EventId) Parse(string externalId)
    {
        // Event ids hold no slash.
        var slash = externalId.LastIndexOf('/');
        return slash < 0 ? (Primary, externalId) : (externalId[..slash], externalId[(slash + 1)..]);
    }

    /// <returns>Null for an event without an id or a time, which can only be a cancelled one's remainder.</returns>
    public static ExternalEntity? ToEntity(CalendarEvent found, CalendarRef calendar)
    {
        if (string.IsNullOrEmpty(found.Id) || Instant(found.Start) is not { } start)
        {
            return null;
        }

        var allDay = found.Start?.DateTime is null;
        var metadata = new JsonObject
        {
            [EntityFields.Start] = start,
            [EntityFields.End] = Instant(found.End) ?? start,
            [EntityFields.AllDay] = allDay,
            [EntityFields.Organizer] = EntityText.Value(found.Organizer?.Label),
            [EntityFields.Attendees] = new JsonArray([.. (found.Attendees ?? [])
                .Where(person => person is not null && person.Resource != true)
                .Take(AttendeesMax)
                .Select(person => EntityText.Value(person!.Label))
                .OfType<string>()
                .Select(label => (JsonNode)label)]),
            [EntityFields.JoinUrl] = EntityText.Link(found.JoinUrl),
            [EntityFields.Location] = EntityText.Value(found.Location),
            [EntityFields.Status] = EntityText.Value(found.Status),
            [EntityFields.TimeZone] = EntityText.Value(found.Start?.TimeZone),
            [EntityFields.Container] = EntityText.Value(calendar.Name),
            [EntityFields.CreatedAt] = VendorJson.ParseTime(found.Created).Iso(),
            [EntityFields.UpdatedAt] = VendorJson.ParseTime(found.Updated).Iso(),
            [EntityFields.Visibility] = EntityText.Value(found.Visibility),
            ["calendarId"] = calendar.RealId,
            // The same on every attendee's copy: recognizes one meeting across people.
            ["iCalUid"] = EntityText.Value(found.ICalUid),
            ["recurrence"] = EntityText.Value(string.Join(' ', (found.Recurrence ?? []).OfType<string>())),
            ["recurringEventId"] = EntityText.Value(found.RecurringEventId),
            ["eventType"] = EntityText.Value(found.EventType),
        };
        foreach (var empty in metadata.Where(member => member.Value is null).Select(member => member.Key).ToList())
        {
            metadata.Remove(empty);
        }

        // Private events of other people come without a title.
        return new ExternalEntity(Id(calendar.Id, found.Id), "event", EntityText.Title(found.Summary), HtmlText.Plain(found.Description), EntityText.Link(found.HtmlLink)) { Metadata = metadata };
    }

    public static ExternalEntity? ToEntity(CalendarListEntry calendar) => string.IsNullOrEmpty(calendar.Id)
        ? null
        : new ExternalEntity(calendar.Id, "calendar", EntityText.Title(calendar.Name), EntityText.Description(calendar.Description), "https://calendar.google.com/calendar/")
        {
            Metadata = new JsonObject
            {
                [EntityFields.TimeZone] = EntityText.Value(calendar.TimeZone),
                ["accessRole"] = EntityText.Value(calendar.AccessRole),
                ["primary"] = calendar.Primary == true,
            },
        };

    /// <summary>ISO 8601 with offset. A day without a time stays that day: it is told as midnight UTC and never moved between zones.</summary>
    private static string? Instant(EventTime? time) => time switch
    {
        { DateTime: { } moment } => VendorJson.ParseTime(moment).Iso(),
        { Date: { } day } when DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) =>
            date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T00:00:00Z",
        _ => null,
    };
}
