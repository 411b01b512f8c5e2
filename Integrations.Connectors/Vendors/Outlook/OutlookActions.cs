using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Actions;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Primitives;
using Microsoft.Graph.Models;
using Calendar = Microsoft.Graph.Models.Calendar;

namespace Integrations.Connectors.Vendors.Outlook;

/// <summary>What can be done in a calendar.</summary>
/// <remarks>Source: learn.microsoft.com/graph/api/user-post-events (read 2026-11-20).</remarks>
internal static class OutlookActions
{
    public static ActionTable Table { get; } = new(
        new WrittenAction("create_event", "Create event", "Creates an event in the connected person's calendar and sends invitations to its attendees.", """
            {
              "title": { "type": "string", "title": "Title", "required": true, "minLength": 1, "maxLength": 255 },
              "start": { "type": "string", "format": "date-time", "title": "Start", "description": "With offset, such as 2026-11-24T10:00:00+01:00.", "required": true },
              "end": { "type": "string", "format": "date-time", "title": "End", "description": "After the start; for all-day events the first day that is free again.", "required": true },
              "description": { "type": "string", "title": "Description", "maxLength": 8000 },
              "location": { "type": "string", "title": "Location", "maxLength": 255 },
              "attendees": { "type": "array", "title": "Attendees", "description": "E-mail addresses; each gets an invitation at once.", "maxItems": 100, "items": { "type": "string", "format": "email", "maxLength": 254 }, "folded": false },
              "allDay": { "type": "boolean", "title": "All day", "default": false },
              "onlineMeeting": { "type": "boolean", "title": "Teams meeting", "description": "Adds a link to join; not possible with most personal accounts.", "default": false, "folded": false }
            }
            """, CreateEventAsync) { IsRepeatable = true, Result = OutlookEntities.Event });

    private static async Task<Result<ActionOutcome>> CreateEventAsync(ActionCall call)
    {
        var (session, parameters, repeatable, cancellationToken) = call;
        if (Time(parameters, "start") is not { } start)
        {
            return Failure.InvalidField("start", "The start must be a date and time with offset, such as 2026-11-24T10:00:00+01:00.");
        }

        if (Time(parameters, "end") is not { } end || end <= start)
        {
            return Failure.InvalidField("end", "The end must be a date and time after the start.");
        }

        // The transaction id makes Graph create one event however often the request arrives (RELIABILITY I4).
        using var graph = new GraphApi(session, cancellationToken) { Repeatable = repeatable };
        string? provider = null;
        if (parameters.Flag("onlineMeeting"))
        {
            var calendar = await graph.AskAsync(
                (api, token) => api.Me.Calendar.GetAsync(request => request.QueryParameters.Select = ["id", "defaultOnlineMeetingProvider", "allowedOnlineMeetingProviders"], token), MeetingProvider);
            if (!calendar.TryGet(out provider, out var failure))
            {
                return failure;
            }

            if (provider.Length == 0)
            {
                return Failure.InvalidField("onlineMeeting", "This calendar has no online meetings. Create the event without one.");
            }
        }

        var body = Body(parameters, start, end, provider, Guid.CreateVersion7(session.Clock.GetUtcNow()));
        var created = await graph.AskAsync((api, token) => api.Me.Events.PostAsync(body, cancellationToken: token), OutlookEntities.FromEvent);
        if (!created.TryGet(out var entity, out var refused))
        {
            return refused;
        }

        if (provider is not null && PathParameter.IsSafe(entity.Id) && entity.JoinUrl is null)
        {
            // Teams sometimes takes a moment; the event exists already, so a failure to read it again is not one of the action.
            await Task.Delay(TimeSpan.FromSeconds(1), session.Clock, cancellationToken);
            var again = await graph.AskAsync((api, token) => api.Me.Events[entity.Id].GetAsync(request => request.QueryParameters.Select = Graph.EventFields, token), OutlookEntities.FromEvent);
            entity = again.IsSuccess ? again.Value : entity;
        }

        return new ActionOutcome(
            new JsonObject
            {
                ["id"] = entity.Id,
                ["webLink"] = entity.Url,
                ["iCalUId"] = entity.Text("iCalUId"),
                ["joinUrl"] = entity.JoinUrl,
            },
            entity);
    }

    private static Event Body(JsonElement parameters, DateTimeOffset start, DateTimeOffset end, string? provider, Guid transaction)
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
            OnlineMeetingProvider = provider is null ? null : Enum.Parse<OnlineMeetingProviderType>(provider),
        };
    }

    /// <summary>A dateTime of Graph names no offset; all-day events want midnights, and their date is the one that was written.</summary>
    private static DateTimeTimeZone Moment(DateTimeOffset time, bool allDay) => new()
    {
        DateTime = (allDay ? time.Date : time.UtcDateTime).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
        TimeZone = "UTC",
    };

    /// <summary>The calendar's default way to meet online, else its first; empty when it has none.</summary>
    private static string MeetingProvider(Calendar calendar)
    {
        var allowed = (calendar.AllowedOnlineMeetingProviders ?? []).OfType<OnlineMeetingProviderType>().Where(provider => provider != OnlineMeetingProviderType.Unknown).ToList();
        return calendar.DefaultOnlineMeetingProvider is { } preferred && allowed.Contains(preferred) ? preferred.ToString() : allowed.Count > 0 ? allowed[0].ToString() : "";
    }

    private static DateTimeOffset? Time(JsonElement parameters, string name) =>
        DateTimeOffset.TryParse(parameters.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
