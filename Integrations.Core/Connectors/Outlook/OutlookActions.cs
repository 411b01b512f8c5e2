using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Core.Common;
using Integrations.Core.Connectors.Http;

namespace Integrations.Core.Connectors.Outlook;

/// <summary>What can be done in a calendar.</summary>
/// <remarks>Source: learn.microsoft.com/graph/api/user-post-events (read 2026-11-20).</remarks>
internal static class OutlookActions
{
    public const string CreateEvent = "create_event";

    public static IReadOnlyList<ActionDescriptor> All { get; } =
    [
        new ActionDescriptor(CreateEvent, "Create event", "Creates an event in the connected person's calendar and sends invitations to its attendees.", JsonElement.Parse("""
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "type": "object",
              "properties": {
                "title": { "type": "string", "title": "Title", "minLength": 1, "maxLength": 255 },
                "start": { "type": "string", "format": "date-time", "title": "Start", "description": "With offset, such as 2026-11-24T10:00:00+01:00." },
                "end": { "type": "string", "format": "date-time", "title": "End", "description": "After the start; for all-day events the first day that is free again." },
                "description": { "type": "string", "title": "Description", "maxLength": 8000 },
                "location": { "type": "string", "title": "Location", "maxLength": 255 },
                "attendees": { "type": "array", "title": "Attendees", "description": "E-mail addresses; each gets an invitation at once.", "maxItems": 100, "items": { "type": "string", "format": "email", "maxLength": 254 } },
                "allDay": { "type": "boolean", "title": "All day", "default": false },
                "onlineMeeting": { "type": "boolean", "title": "Teams meeting", "description": "Adds a link to join; not possible with most personal accounts.", "default": false }
              },
              "required": ["title", "start", "end"],
              "additionalProperties": false
            }
            """)),
    ];

    public static async Task<Result<ActionOutcome>> CreateEventAsync(VendorSession session, JsonElement parameters, CancellationToken cancellationToken)
    {
        if (Time(parameters, "start") is not { } start)
        {
            return Failure.InvalidField("start", "The start must be a date and time with offset, such as 2026-11-24T10:00:00+01:00.");
        }

        if (Time(parameters, "end") is not { } end || end <= start)
        {
            return Failure.InvalidField("end", "The end must be a date and time after the start.");
        }

        string? provider = null;
        if (parameters.Flag("onlineMeeting"))
        {
            var calendar = await session.ReadAsync<JsonElement>(
                Graph.Get(Graph.Query("me/calendar", ("$select", "id,defaultOnlineMeetingProvider,allowedOnlineMeetingProviders"))), null, cancellationToken);
            if (!calendar.TryGet(out var found, out var failure))
            {
                return failure;
            }

            provider = MeetingProvider(found);
            if (provider is null)
            {
                return Failure.InvalidField("onlineMeeting", "This calendar has no online meetings. Create the event without one.");
            }
        }

        // The transaction id makes Graph create one event however often the request arrives, so it may be repeated (RELIABILITY I4).
        var body = Body(parameters, start, end, provider, Guid.CreateVersion7(session.Clock.GetUtcNow()));
        var request = Graph.WithPreferences(VendorSession.Json(HttpMethod.Post, Graph.Root + "me/events", body, repeatable: true));
        var created = await session.ReadAsync<JsonElement>(request, null, cancellationToken);
        if (!created.TryGet(out var answer, out var refused))
        {
            return refused;
        }

        if (provider is not null && Graph.Item("me/events", answer.Text("id") ?? "", Graph.EventFields) is { } made && answer.Text("onlineMeeting", "joinUrl") is null)
        {
            // Teams sometimes takes a moment; the event exists already, so a failure to read it again is not one of the action.
            await Task.Delay(TimeSpan.FromSeconds(1), session.Clock, cancellationToken);
            var again = await session.ReadAsync<JsonElement>(Graph.Get(made), null, cancellationToken);
            answer = again.IsSuccess ? again.Value : answer;
        }

        return OutlookEntities.FromEvent(answer) is { } entity
            ? new ActionOutcome(
                new JsonObject
                {
                    ["id"] = entity.Id,
                    ["webLink"] = entity.Url,
                    ["iCalUId"] = entity.Text("iCalUId"),
                    ["joinUrl"] = entity.JoinUrl,
                },
                entity)
            : VendorFailures.Unreadable(session.VendorName, null);
    }

    private static JsonObject Body(JsonElement parameters, DateTimeOffset start, DateTimeOffset end, string? provider, Guid transaction)
    {
        var allDay = parameters.Flag("allDay");
        var body = new JsonObject
        {
            ["subject"] = parameters.Text("title"),
            ["start"] = Moment(start, allDay),
            ["end"] = Moment(allDay && end.Date <= start.Date ? start.AddDays(1) : end, allDay),
            ["isAllDay"] = allDay,
            ["transactionId"] = transaction.ToString(),
        };
        if (parameters.Text("description") is { Length: > 0 } description)
        {
            body["body"] = new JsonObject { ["contentType"] = "text", ["content"] = description };
        }

        if (parameters.Text("location") is { Length: > 0 } location)
        {
            body["location"] = new JsonObject { ["displayName"] = location };
        }

        if (parameters.Texts("attendees") is { Count: > 0 } attendees)
        {
            body["attendees"] = new JsonArray([.. attendees.Select(address => new JsonObject
            {
                ["emailAddress"] = new JsonObject { ["address"] = address },
                ["type"] = "required",
            })]);
        }

        if (provider is not null)
        {
            body["isOnlineMeeting"] = true;
            body["onlineMeetingProvider"] = provider;
        }

        return body;
    }

    /// <summary>A dateTime of Graph names no offset; all-day events want midnights, and their date is the one that was written.</summary>
    private static JsonObject Moment(DateTimeOffset time, bool allDay) => new()
    {
        ["dateTime"] = (allDay ? time.Date : time.UtcDateTime).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
        ["timeZone"] = "UTC",
    };

    /// <summary>The calendar's default way to meet online, else its first; null when it has none.</summary>
    private static string? MeetingProvider(JsonElement calendar)
    {
        var allowed = calendar.Texts("allowedOnlineMeetingProviders");
        return calendar.Text("defaultOnlineMeetingProvider") is { } preferred && allowed.Contains(preferred) ? preferred : allowed.FirstOrDefault(p => p != "unknown");
    }

    private static DateTimeOffset? Time(JsonElement parameters, string name) =>
        DateTimeOffset.TryParse(parameters.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
