using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Core.Common;
using Integrations.Core.Connectors.Http;
using Microsoft.Graph.Models;
using Calendar = Microsoft.Graph.Models.Calendar;

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

        using var graph = new GraphApi(session, cancellationToken);
        OnlineMeetingProviderType? provider = null;
        if (parameters.Flag("onlineMeeting"))
        {
            var calendar = await graph.AskAsync((api, token) => api.Me.Calendar.GetAsync(
                request => request.QueryParameters.Select = ["id", "defaultOnlineMeetingProvider", "allowedOnlineMeetingProviders"], token));
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
        var created = await graph.AskAsync((api, token) => api.Me.Events.PostAsync(body, request => request.Options.Add(new GraphApi.RepeatableOption()), token));
        if (!created.TryGet(out var answer, out var refused))
        {
            return refused;
        }

        if (provider is not null && PathParameter.IsSafe(answer.Id) && answer.OnlineMeeting?.JoinUrl is null)
        {
            // Teams sometimes takes a moment; the event exists already, so a failure to read it again is not one of the action.
            await Task.Delay(TimeSpan.FromSeconds(1), session.Clock, cancellationToken);
            var again = await graph.AskAsync((api, token) => api.Me.Events[answer.Id].GetAsync(request => request.QueryParameters.Select = Graph.EventFields, token));
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

    private static Event Body(JsonElement parameters, DateTimeOffset start, DateTimeOffset end, OnlineMeetingProviderType? provider, Guid transaction)
    {
        var allDay = parameters.Flag("allDay");
        return new Event
        {
            Subject = parameters.Text("title"),
            Start = Moment(start, allDay),
            End = Moment(allDay && end.Date <= start.Date ? start.AddDays(1) : end, allDay),
            IsAllDay = allDay,
            TransactionId = transaction.ToString(),
            Body = parameters.Text("description") is { Length: > 0 } description ? new ItemBody { ContentType = BodyType.Text, Content = description } : null,
            Location = parameters.Text("location") is { Length: > 0 } location ? new Location { DisplayName = location } : null,
            Attendees = parameters.Texts("attendees") is { Count: > 0 } attendees
                ? [.. attendees.Select(address => new Attendee { EmailAddress = new EmailAddress { Address = address }, Type = AttendeeType.Required })]
                : null,
            IsOnlineMeeting = provider is null ? null : true,
            OnlineMeetingProvider = provider,
        };
    }

    /// <summary>A dateTime of Graph names no offset; all-day events want midnights, and their date is the one that was written.</summary>
    private static DateTimeTimeZone Moment(DateTimeOffset time, bool allDay) => new()
    {
        DateTime = (allDay ? time.Date : time.UtcDateTime).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
        TimeZone = "UTC",
    };

    /// <summary>The calendar's default way to meet online, else its first; null when it has none.</summary>
    private static OnlineMeetingProviderType? MeetingProvider(Calendar calendar)
    {
        var allowed = (calendar.AllowedOnlineMeetingProviders ?? []).OfType<OnlineMeetingProviderType>().Where(provider => provider != OnlineMeetingProviderType.Unknown).ToList();
        return calendar.DefaultOnlineMeetingProvider is { } preferred && allowed.Contains(preferred) ? preferred : allowed.Count > 0 ? allowed[0] : null;
    }

    private static DateTimeOffset? Time(JsonElement parameters, string name) =>
        DateTimeOffset.TryParse(parameters.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
