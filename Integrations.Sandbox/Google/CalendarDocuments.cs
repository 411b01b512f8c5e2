using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Integrations.Sandbox.Accounts;

namespace Integrations.Sandbox.Google;

/// <summary>Calendar's resources as they stand on the wire.</summary>
internal static class CalendarDocuments
{
    public const string TimeZone = "UTC";

    public static JsonObject Entry(SandboxCalendar calendar)
    {
        var entry = new JsonObject
        {
            ["kind"] = "calendar#calendarListEntry",
            ["etag"] = Etag(SandboxSeed.Number(calendar.Id)),
            ["id"] = calendar.Id,
            ["summary"] = calendar.Summary,
            ["timeZone"] = TimeZone,
            ["colorId"] = "14",
            ["backgroundColor"] = "#9fe1e7",
            ["foregroundColor"] = "#000000",
            ["accessRole"] = calendar.AccessRole,
            ["defaultReminders"] = new JsonArray(),
            ["conferenceProperties"] = new JsonObject { ["allowedConferenceSolutionTypes"] = new JsonArray("hangoutsMeet") },
        };
        // Google leaves out what is false.
        if (calendar.Selected)
        {
            entry["selected"] = true;
        }

        if (calendar.IsPrimary)
        {
            entry["primary"] = true;
        }

        return entry;
    }

    public static JsonObject New(GoogleWorld world, SandboxCalendar calendar, string id, string? summary, JsonObject start, JsonObject end, DateTimeOffset now)
    {
        var document = new JsonObject
        {
            ["kind"] = "calendar#event",
            ["etag"] = Etag(now.ToUnixTimeMilliseconds() * 2),
            ["id"] = id,
            ["status"] = "confirmed",
            ["htmlLink"] = Link(calendar, id),
            ["created"] = Stamp(now),
            ["updated"] = Stamp(now),
            ["creator"] = Organizer(world, calendar, world.Account.Email),
            ["organizer"] = calendar.IsPrimary
                ? Organizer(world, calendar, world.Account.Email)
                : new JsonObject { ["email"] = calendar.Id, ["displayName"] = calendar.Summary, ["self"] = true },
            ["start"] = start,
            ["end"] = end,
            ["iCalUID"] = id + "@google.com",
            ["sequence"] = 0,
            ["reminders"] = new JsonObject { ["useDefault"] = true },
            ["eventType"] = "default",
        };
        if (summary is not null)
        {
            document["summary"] = summary;
        }

        return document;
    }

    public static void Touch(JsonObject document, DateTimeOffset now)
    {
        document["updated"] = Stamp(now);
        document["etag"] = Etag(now.ToUnixTimeMilliseconds() * 2);
    }

    public static JsonObject Time(DateTimeOffset at) => new() { ["dateTime"] = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), ["timeZone"] = TimeZone };

    public static JsonObject Organizer(GoogleWorld world, SandboxCalendar calendar, string email)
    {
        var person = new JsonObject { ["email"] = email };
        if (world.Person(email)?.Name is { } name)
        {
            person["displayName"] = name;
        }

        if (email == calendar.Id)
        {
            person["self"] = true;
        }

        return person;
    }

    public static JsonObject Attendee(GoogleWorld world, string email, bool isOrganizer, string response)
    {
        var attendee = new JsonObject { ["email"] = email };
        if (world.Person(email)?.Name is { } name)
        {
            attendee["displayName"] = name;
        }

        if (isOrganizer)
        {
            attendee["organizer"] = true;
        }

        if (email == world.Account.Email)
        {
            attendee["self"] = true;
        }

        attendee["responseStatus"] = response;
        return attendee;
    }

    public static void AddRoom(JsonObject document, SandboxRoom room, string? requestId)
    {
        document["hangoutLink"] = room.Uri;
        var conference = new JsonObject
        {
            ["entryPoints"] = new JsonArray(new JsonObject { ["entryPointType"] = "video", ["uri"] = room.Uri, ["label"] = room.Uri["https://".Length..] }),
            ["conferenceSolution"] = new JsonObject { ["key"] = new JsonObject { ["type"] = "hangoutsMeet" }, ["name"] = "Google Meet" },
            ["conferenceId"] = room.Code,
        };
        if (requestId is not null)
        {
            conference["createRequest"] = Request(requestId, "success");
        }

        document["conferenceData"] = conference;
    }

    /// <summary>A room that is still being made.</summary>
    public static void AddPendingRoom(JsonObject document, string requestId) =>
        document["conferenceData"] = new JsonObject { ["createRequest"] = Request(requestId, "pending") };

    public static string Link(SandboxCalendar calendar, string id) =>
        "https://www.google.com/calendar/event?eid=" + Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{id} {calendar.Id}"));

    public static string SeedId(GoogleWorld world, SandboxCalendar calendar, string title, DateTimeOffset start) =>
        SandboxSeed.Guid("event", world.Account.Email, calendar.Id, title, start.ToString("O", CultureInfo.InvariantCulture)).ToString("N")[..26];

    public static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string Etag(long number) => $"\"{number}\"";

    private static JsonObject Request(string requestId, string status) => new()
    {
        ["requestId"] = requestId,
        ["conferenceSolutionKey"] = new JsonObject { ["type"] = "hangoutsMeet" },
        ["status"] = new JsonObject { ["statusCode"] = status },
    };
}
