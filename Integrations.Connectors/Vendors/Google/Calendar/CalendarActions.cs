using System.Globalization;
using System.Net.Mail;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Actions;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Vendors.Google.Shared;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Google.Calendar;

/// <summary>Puts an event into a calendar, with a Meet link if wanted.</summary>
internal static class CalendarActions
{
    private const int Duplicate = 409;

    // Google asks to look again while it makes the room; it is ready at once as a rule.
    private static readonly TimeSpan[] Waits = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)];

    public static ActionTable Table { get; } = new(
        new WrittenAction("create_event", "Create event", "Creates an event, invites people, and adds a Google Meet link if asked.", """
            {
              "title": { "type": "string", "title": "Title", "required": true, "minLength": 1, "maxLength": 500 },
              "start": { "type": "string", "format": "date-time", "title": "Start", "description": "With offset, such as 2026-11-24T10:00:00+01:00; without one it is UTC.", "required": true },
              "end": { "type": "string", "format": "date-time", "title": "End", "description": "After the start.", "required": true },
              "description": { "type": "string", "title": "Description", "maxLength": 8000 },
              "location": { "type": "string", "title": "Location", "maxLength": 500 },
              "attendees": { "type": "array", "title": "Attendees", "description": "E-mail addresses.", "maxItems": 200, "items": { "type": "string", "format": "email", "maxLength": 320 }, "folded": false },
              "addMeetLink": { "type": "boolean", "title": "Add a Google Meet link", "default": false, "folded": false },
              "sendInvitations": { "type": "string", "title": "Send invitations to", "enum": ["all", "externalOnly", "none"], "default": "none", "words": { "all": "Everyone", "externalOnly": "People outside only", "none": "No one" }, "folded": false },
              "timeZone": { "type": "string", "title": "Time zone", "description": "IANA name, such as Europe/Berlin, for showing the event.", "maxLength": 100 },
              "calendarId": { "type": "string", "title": "Calendar", "description": "Left out: the account's own calendar.", "maxLength": 320, "lookUp": { "entity": "calendar" } }
            }
            """, CreateEventAsync) { IsRepeatable = true, Result = "event" });

    private static async Task<Result<ActionOutcome>> CreateEventAsync(ActionCall call)
    {
        var (session, parameters, repeatable, cancellationToken) = call;
        if (Read(parameters, session.Clock).TryGet(out var wanted, out var wrong) is false)
        {
            return wrong!;
        }

        using var api = GoogleApi.Calendar(session);
        var calendarId = Text(parameters, "calendarId") ?? EventMapping.Primary;
        if (!PathParameter.IsSafe(calendarId))
        {
            return Failure.InvalidField("calendarId", "calendarId is not the id of a calendar.");
        }

        var created = await api.RunAsync(
            new InsertEvent(api, calendarId)
            {
                Body = wanted,
                ConferenceDataVersion = wanted!.ConferenceData is null ? null : 1,
                SendUpdates = Text(parameters, "sendInvitations"),
                Repeatable = repeatable,
            },
            cancellationToken);
        if (created.Failure?.VendorStatus == Duplicate)
        {
            // The id is ours and new: an earlier attempt got through and its answer was lost (RELIABILITY I4).
            created = await api.RunAsync(new GetEvent(api, calendarId, wanted.Id!), cancellationToken);
        }

        foreach (var wait in Waits)
        {
            if (!created.IsSuccess || !created.Value.ConferenceIsPending)
            {
                break;
            }

            await Task.Delay(wait, session.Clock, cancellationToken);
            created = await api.RunAsync(new GetEvent(api, calendarId, wanted.Id!), cancellationToken);
        }

        return created.Map(found => Outcome(found, calendarId));
    }

    private static ActionOutcome Outcome(CalendarEvent found, string calendarId)
    {
        var output = new JsonObject
        {
            ["id"] = found.Id,
            ["htmlLink"] = EntityText.Link(found.HtmlLink),
            ["status"] = found.Status,
            ["hangoutLink"] = EntityText.Link(found.JoinUrl),
        };
        if (found.ConferenceIsPending)
        {
            output["conferenceStatus"] = "pending";
        }

        return new ActionOutcome(output, EventMapping.ToEntity(found, CalendarRef.Named(calendarId)));
    }

    private static Result<CalendarEvent> Read(JsonElement parameters, TimeProvider clock)
    {
        if (Text(parameters, "title") is not { } title)
        {
            return Failure.InvalidField("title", "Give the event a title.");
        }

        if (Moment(parameters, "start") is not { } start)
        {
            return Failure.InvalidField("start", "Give the start as a date and time, such as 2026-11-24T10:00:00Z.");
        }

        if (Moment(parameters, "end") is not { } end || end <= start)
        {
            return Failure.InvalidField("end", "Give an end after the start, as a date and time.");
        }

        var attendees = parameters.TryGetProperty("attendees", out var people) && people.ValueKind == JsonValueKind.Array
            ? people.EnumerateArray().Select(person => person.Read()?.Trim() ?? "").ToList()
            : [];
        if (attendees.Find(address => !MailAddress.TryCreate(address, out _)) is { } strange)
        {
            return Failure.InvalidField("attendees", $"'{strange}' is not an e-mail address.");
        }

        var zone = Text(parameters, "timeZone");
        // Ours to choose: 32 hex digits are within the letters Google allows, and make a repeat harmless.
        var id = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
        return new CalendarEvent
        {
            Id = id,
            Summary = title,
            Description = Text(parameters, "description"),
            Location = Text(parameters, "location"),
            Start = new EventTime { DateTime = Rfc3339(start), TimeZone = zone },
            End = new EventTime { DateTime = Rfc3339(end), TimeZone = zone },
            Attendees = attendees.Count == 0 ? null : [.. attendees.Select(address => new EventPerson { Email = address })],
            ConferenceData = parameters.TryGetProperty("addMeetLink", out var meet) && meet.ValueKind == JsonValueKind.True
                ? new ConferenceData { CreateRequest = new ConferenceRequest { RequestId = id, Solution = new ConferenceKind { Type = "hangoutsMeet" } } }
                : null,
        };
    }

    private static string? Text(JsonElement parameters, string name) =>
        parameters.Text(name)?.Trim() is { Length: > 0 } text ? text : null;

    private static DateTimeOffset? Moment(JsonElement parameters, string name) =>
        DateTimeOffset.TryParse(Text(parameters, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;

    private static string Rfc3339(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
