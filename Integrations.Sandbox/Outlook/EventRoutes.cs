using System.Globalization;
using System.Text.Json.Nodes;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Integrations.Sandbox.Outlook;

/// <summary>Single events: list without expansion, read, create, change, delete.</summary>
internal sealed class EventRoutes(AccountWorlds<OutlookWorld> worlds, ChangeNotices notices, TimeProvider time)
{
    private static readonly IReadOnlyList<string> ListOptions = ["$top", "$skip", "$select", "$orderby", "$filter", "$count", "$expand"];

    private static readonly HashSet<string> Writable = new(StringComparer.Ordinal)
    {
        "subject", "body", "start", "end", "location", "attendees", "isAllDay", "isOnlineMeeting", "onlineMeetingProvider", "transactionId", "showAs",
        "sensitivity", "importance", "categories", "isReminderOn", "reminderMinutesBeforeStart", "allowNewTimeProposals", "responseRequested", "hideAttendees",
    };

    public void Map(RouteGroupBuilder graph)
    {
        graph.MapGet("/me/events", (Delegate)List);
        graph.MapPost("/me/events", (Delegate)CreateAsync);
        graph.MapGet("/me/events/{id}", (HttpContext http, string id) => Get(http, id));
        graph.MapPatch("/me/events/{id}", (HttpContext http, string id) => ChangeAsync(http, id));
        graph.MapDelete("/me/events/{id}", (HttpContext http, string id) => Delete(http, id));
    }

    private IResult List(HttpContext http)
    {
        if (CalendarRoutes.ReadScope(http) is { } refusal)
        {
            return refusal;
        }

        if (GraphQuery.Read(http, ListOptions, out var wrong) is not { } query)
        {
            return wrong!;
        }

        return worlds.Use(SandboxAccess.Of(http).Account, world =>
        {
            var events = world.Events
                .Where(item => !item.Deleted && item.Type != "occurrence" && (query.Contains is null || item.Subject.Contains(query.Contains, StringComparison.OrdinalIgnoreCase)))
                .OrderBy(item => item.Start).ToList();
            return SandboxJson.Answer(GraphWire.Collection(
                "users('me')/events", events.Skip(query.Skip).Take(query.Top).Select(item => GraphWire.Event(http, item, query.Select)), query.NextLink(http, events.Count)));
        });
    }

    private IResult Get(HttpContext http, string id)
    {
        if (CalendarRoutes.ReadScope(http) is { } refusal)
        {
            return refusal;
        }

        return GraphQuery.Read(http, ["$select", "$expand"], out var wrong) is { } query
            ? worlds.Use(SandboxAccess.Of(http).Account, world => world.Find(id) is { } found ? SandboxJson.Answer(GraphWire.Event(http, found, query.Select)) : GraphError.NotFound(http))
            : wrong!;
    }

    private async Task<IResult> CreateAsync(HttpContext http)
    {
        if ((GraphGuard.Needs(http, "Calendars.ReadWrite") ?? Json(http)) is { } refusal)
        {
            return refusal;
        }

        if (await SandboxJson.ReadObjectAsync(http) is not { } body)
        {
            return GraphError.BadRequest(http, "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.");
        }

        if (Problem(http, body, creating: true) is { } problem)
        {
            return problem;
        }

        var account = SandboxAccess.Of(http).Account;
        return worlds.Use(account, world =>
        {
            var transaction = body.Text("transactionId");
            if (transaction is not null && world.Events.Find(item => item.TransactionId == transaction) is { } twin)
            {
                return SandboxJson.Answer(GraphWire.Event(http, twin), StatusCodes.Status201Created);
            }

            var now = time.GetUtcNow();
            var item = new OutlookEvent(Guid.CreateVersion7(now))
            {
                Organizer = new DemoPerson(account.Name, account.Email),
                TransactionId = transaction,
                Created = now,
            };
            Apply(item, body, account);
            world.Events.Add(item);
            world.Touch(item, now);
            notices.Announce(world, item, "created");
            return SandboxJson.Answer(GraphWire.Event(http, item), StatusCodes.Status201Created);
        });
    }

    private async Task<IResult> ChangeAsync(HttpContext http, string id)
    {
        if ((GraphGuard.Needs(http, "Calendars.ReadWrite") ?? Json(http)) is { } refusal)
        {
            return refusal;
        }

        if (await SandboxJson.ReadObjectAsync(http) is not { } body)
        {
            return GraphError.BadRequest(http, "Unable to read JSON request payload.");
        }

        if (Problem(http, body, creating: false) is { } problem)
        {
            return problem;
        }

        var account = SandboxAccess.Of(http).Account;
        return worlds.Use(account, world =>
        {
            if (world.Find(id) is not { } item)
            {
                return GraphError.NotFound(http);
            }

            Apply(item, body, account);
            world.Touch(item, time.GetUtcNow());
            notices.Announce(world, item, "updated");
            return SandboxJson.Answer(GraphWire.Event(http, item));
        });
    }

    private IResult Delete(HttpContext http, string id) => GraphGuard.Needs(http, "Calendars.ReadWrite") ?? worlds.Use(SandboxAccess.Of(http).Account, world =>
    {
        if (world.Find(id) is not { } item)
        {
            return GraphError.NotFound(http);
        }

        item.Deleted = true;
        world.Touch(item, time.GetUtcNow());
        notices.Announce(world, item, "deleted");
        return Results.NoContent();
    });

    private static IResult? Json(HttpContext http) => http.Request.HasJsonContentType()
        ? null
        : GraphError.Answer(http, StatusCodes.Status415UnsupportedMediaType, "RequestBodyRead", "The Content-Type header is missing or not application/json.");

    private static IResult? Problem(HttpContext http, JsonObject body, bool creating)
    {
        if (body.Select(member => member.Key).FirstOrDefault(name => !Writable.Contains(name) && !name.StartsWith('@')) is { } strange)
        {
            return GraphError.BadRequest(http, $"The property '{strange}' does not exist on type 'microsoft.graph.event' or is read-only.", "RequestBodyRead");
        }

        foreach (var name in (string[])["start", "end"])
        {
            if (!creating && body[name] is null)
            {
                continue;
            }

            if (body[name].Text("timeZone") is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            {
                return GraphError.BadRequest(http, $"A valid TimeZone value must be specified. '{zone}' is unknown.", "TimeZoneNotSupportedException");
            }

            if (Moment(body[name]) is null)
            {
                return GraphError.BadRequest(http, $"At least one property failed validation: {name}.dateTime and {name}.timeZone are required.", "ErrorPropertyValidationFailure");
            }
        }

        var (start, end) = (Moment(body["start"]), Moment(body["end"]));
        if (end < start)
        {
            return GraphError.BadRequest(http, "EndDate is earlier than StartDate", "ErrorCalendarEndDateIsEarlierThanStartDate");
        }

        if (Bool(body, "isAllDay") == true && (start is { TimeOfDay.Ticks: not 0 } || end is { TimeOfDay.Ticks: not 0 } || start == end))
        {
            return GraphError.BadRequest(http, "The Event.Start and Event.End of an all-day event must be midnight and differ.", "ErrorPropertyValidationFailure");
        }

        return (body["attendees"] as JsonArray ?? []).Any(attendee => attendee?["emailAddress"].Text("address") is not { } address || !address.Contains('@', StringComparison.Ordinal))
            ? GraphError.BadRequest(http, "At least one recipient is not valid.", "ErrorInvalidRecipients")
            : null;
    }

    private static void Apply(OutlookEvent item, JsonObject body, SandboxAccount account)
    {
        item.Subject = body.Text("subject") ?? item.Subject;
        item.Text = body["body"].Text("content") ?? item.Text;
        item.Start = Moment(body["start"]) ?? item.Start;
        item.End = Moment(body["end"]) ?? item.End;
        item.AllDay = Bool(body, "isAllDay") ?? item.AllDay;
        item.Location = body["location"].Text("displayName") ?? item.Location;
        item.ShowAs = body.Text("showAs") ?? item.ShowAs;
        // Once there, an online meeting cannot be taken away; without a licence the flag has no effect and no error.
        item.Online |= Bool(body, "isOnlineMeeting") == true && account.Organization == "acme";
        if (body["attendees"] is JsonArray attendees)
        {
            item.Attendees.Clear();
            item.Attendees.AddRange(attendees.Select(attendee =>
            {
                var address = attendee!["emailAddress"].Text("address")!;
                var known = DemoPeople.All.FirstOrDefault(person => person.Email.Equals(address, StringComparison.OrdinalIgnoreCase));
                return known ?? new DemoPerson(attendee["emailAddress"].Text("name") ?? address, address);
            }));
        }
    }

    private static DateTimeOffset? Moment(JsonNode? moment)
    {
        if (moment.Text("dateTime") is not { } text || moment.Text("timeZone") is not { } zoneName
            || !TimeZoneInfo.TryFindSystemTimeZoneById(zoneName, out var zone)
            || !DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return null;
        }

        var plain = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        return new DateTimeOffset(plain, zone.GetUtcOffset(plain)).ToUniversalTime();
    }

    private static bool? Bool(JsonObject body, string name) => body[name] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;
}
