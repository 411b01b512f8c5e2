using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Integrations.Sandbox.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Integrations.Sandbox.Google;

/// <summary>Calendar API v3.</summary>
internal sealed class CalendarEndpoints(AccountWorlds<GoogleWorld> worlds, PushChannels push, GoogleGuard guard, TimeProvider time)
{
    private const int CalendarsPerPage = 2;
    private const string Service = "calendar-json.googleapis.com";
    private static readonly string[] Reading = ["calendar.events", "calendar.events.readonly", "calendar", "calendar.readonly"];
    private static readonly string[] Writing = ["calendar.events", "calendar"];
    private static readonly string[] Listing = ["calendar.calendarlist.readonly", "calendar", "calendar.readonly"];

    public void Map(SandboxRoutes routes)
    {
        var api = routes.Host("www.googleapis.com").MapGroup("/calendar/v3").AddEndpointFilter(guard);
        api.MapGet("/users/me/calendarList", (Delegate)ListCalendars);
        api.MapGet("/users/me/calendarList/{calendarId}", (HttpContext http, string calendarId) => GetCalendar(http, calendarId));
        api.MapGet("/calendars/{calendarId}/events", (HttpContext http, string calendarId) => ListEvents(http, calendarId));
        api.MapPost("/calendars/{calendarId}/events", (HttpContext http, string calendarId) => InsertAsync(http, calendarId));
        api.MapGet("/calendars/{calendarId}/events/{eventId}", (HttpContext http, string calendarId, string eventId) => GetEvent(http, calendarId, eventId));
        api.MapPatch("/calendars/{calendarId}/events/{eventId}", (HttpContext http, string calendarId, string eventId) => PatchAsync(http, calendarId, eventId));
        api.MapDelete("/calendars/{calendarId}/events/{eventId}", (HttpContext http, string calendarId, string eventId) => Delete(http, calendarId, eventId));
        api.MapGet("/calendars/{calendarId}/events/{eventId}/instances", (HttpContext http, string calendarId, string eventId) => ListInstances(http, calendarId, eventId));
        api.MapPost("/calendars/{calendarId}/events/watch", (HttpContext http, string calendarId) => WatchAsync(http, calendarId));
        api.MapPost("/channels/stop", (Delegate)StopAsync);
        routes.Host("www.google.com").MapGet("/calendar/event", (Delegate)ShowEvent);
    }

    /// <summary>Google gives fewer than asked for as it likes, so there is more than one page (met in the field, 2026-11).</summary>
    private IResult ListCalendars(HttpContext http) => Use(http, Listing, "calendar.v3.CalendarList.List", world =>
    {
        var from = int.TryParse(http.Request.Query["pageToken"], out var given) && given > 0 ? given : 0;
        var size = int.TryParse(http.Request.Query["maxResults"], out var wanted) ? Math.Clamp(wanted, 1, CalendarsPerPage) : CalendarsPerPage;
        var answer = new JsonObject
        {
            ["kind"] = "calendar#calendarList",
            ["etag"] = CalendarDocuments.Etag(world.Revision),
            ["items"] = new JsonArray([.. world.Calendars.Skip(from).Take(size).Select(calendar => (JsonNode)CalendarDocuments.Entry(calendar))]),
        };
        if (from + size < world.Calendars.Count)
        {
            answer["nextPageToken"] = (from + size).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        else
        {
            answer["nextSyncToken"] = $"{world.Epoch}.{world.Revision}";
        }

        return GoogleAnswers.Ok(http, answer);
    });

    private IResult GetCalendar(HttpContext http, string calendarId) => Use(http, Listing, "calendar.v3.CalendarList.Get", world =>
        world.Calendar(calendarId) is { } calendar ? GoogleAnswers.Ok(http, CalendarDocuments.Entry(calendar)) : GoogleAnswers.NotFound());

    private IResult ListEvents(HttpContext http, string calendarId) => Use(http, Reading, "calendar.v3.Events.List", world =>
    {
        if (world.Calendar(calendarId) is not { } calendar)
        {
            return GoogleAnswers.NotFound();
        }

        return EventListing.Read(http.Request.Query, world, out var refusal) is { } listing
            ? GoogleAnswers.Ok(http, Page(http, world, calendar, listing))
            : refusal!;
    });

    private IResult ListInstances(HttpContext http, string calendarId, string eventId) => Use(http, Reading, "calendar.v3.Events.Instances", world =>
    {
        if (world.Calendar(calendarId) is not { } calendar || calendar.Event(eventId) is null)
        {
            return GoogleAnswers.NotFound();
        }

        return EventListing.Read(http.Request.Query, world, out var refusal) is { } listing
            ? GoogleAnswers.Ok(http, Page(http, world, calendar, listing with { Series = eventId, SingleEvents = true }))
            : refusal!;
    });

    private IResult GetEvent(HttpContext http, string calendarId, string eventId) => Use(http, Reading, "calendar.v3.Events.Get", world =>
    {
        if (world.Calendar(calendarId)?.Event(eventId) is not { } found)
        {
            return GoogleAnswers.NotFound();
        }

        FinishRoom(world, found);
        return GoogleAnswers.Ok(http, OnTheWire(http, found));
    });

    private async Task<IResult> InsertAsync(HttpContext http, string calendarId)
    {
        var body = await SandboxJson.ReadObjectAsync(http);
        return Use(http, Writing, "calendar.v3.Events.Insert", world =>
        {
            if (world.Calendar(calendarId) is not { } calendar)
            {
                return GoogleAnswers.NotFound();
            }

            if (!calendar.IsWritable)
            {
                return GoogleAnswers.Error(StatusCodes.Status403Forbidden, "requiredAccessLevel", "You need to have writer access to this calendar.", "calendar");
            }

            var draft = EventDraft.Read(body, out var refusal);
            if (draft is null)
            {
                return refusal!;
            }

            var id = draft.Id ?? Guid.NewGuid().ToString("N")[..26];
            if (calendar.Event(id) is not null)
            {
                return GoogleAnswers.Error(StatusCodes.Status409Conflict, "duplicate", "The requested identifier already exists.");
            }

            var document = CalendarDocuments.New(world, calendar, id, draft.Summary, draft.StartDocument, draft.EndDocument, time.GetUtcNow());
            draft.WriteTexts(document, world);
            // Without the version Google ignores what is said about the conference.
            if (http.Request.Query["conferenceDataVersion"] == "1" && draft.ConferenceRequest is { } requestId)
            {
                StartRoom(world, document, requestId);
            }

            var added = new SandboxEvent(document, draft.Start, draft.End) { Revision = world.NextRevision() };
            calendar.Add(added);
            return GoogleAnswers.Ok(http, OnTheWire(http, added));
        });
    }

    private async Task<IResult> PatchAsync(HttpContext http, string calendarId, string eventId)
    {
        var body = await SandboxJson.ReadObjectAsync(http);
        return Use(http, Writing, "calendar.v3.Events.Patch", world =>
        {
            if (world.Calendar(calendarId)?.Event(eventId) is not { } found)
            {
                return GoogleAnswers.NotFound();
            }

            if (http.Request.Headers.IfMatch.ToString() is { Length: > 0 } match && match != (string?)found.Document["etag"])
            {
                return GoogleAnswers.Error(StatusCodes.Status412PreconditionFailed, "conditionNotMet", "Precondition Failed");
            }

            var merged = (JsonObject)found.Document.DeepClone();
            foreach (var (name, value) in body ?? [])
            {
                merged[name] = value?.DeepClone();
            }

            if (EventDraft.Read(merged, out var refusal) is not { } draft)
            {
                return refusal!;
            }

            draft.WriteTexts(found.Document, world);
            (found.Document["start"], found.Document["end"]) = (draft.StartDocument, draft.EndDocument);
            (found.Start, found.End) = (draft.Start, draft.End);
            if (draft.Summary is not null)
            {
                found.Document["summary"] = draft.Summary;
            }

            CalendarDocuments.Touch(found.Document, time.GetUtcNow());
            found.Revision = world.NextRevision();
            return GoogleAnswers.Ok(http, OnTheWire(http, found));
        });
    }

    private IResult Delete(HttpContext http, string calendarId, string eventId) => Use(http, Writing, "calendar.v3.Events.Delete", world =>
    {
        if (world.Calendar(calendarId)?.Event(eventId) is not { } found)
        {
            return GoogleAnswers.NotFound();
        }

        if (found.Status == "cancelled")
        {
            return GoogleAnswers.Error(StatusCodes.Status410Gone, "deleted", "Resource has been deleted");
        }

        found.Document["status"] = "cancelled";
        CalendarDocuments.Touch(found.Document, time.GetUtcNow());
        found.Revision = world.NextRevision();
        return Results.NoContent();
    });

    private async Task<IResult> WatchAsync(HttpContext http, string calendarId)
    {
        var body = await SandboxJson.ReadObjectAsync(http);
        return Use(http, Reading, "calendar.v3.Events.Watch", world =>
        {
            if (world.Calendar(calendarId) is not { } calendar)
            {
                return GoogleAnswers.NotFound();
            }

            return push.Open(
                http, world, body, calendar, SandboxSeed.Guid("channel", calendar.Id).ToString("N"),
                $"https://www.googleapis.com/calendar/v3/calendars/{Uri.EscapeDataString(calendar.Id)}/events?alt=json");
        });
    }

    private async Task<IResult> StopAsync(HttpContext http)
    {
        var body = await SandboxJson.ReadObjectAsync(http);
        return Use(http, Reading, "calendar.v3.Channels.Stop", world => PushChannels.Stop(world, body));
    }

    /// <summary>What the link of an event shows; the link names event and calendar, as Google's does.</summary>
    private IResult ShowEvent(HttpContext http)
    {
        var parts = ReadLink(http.Request.Query["eid"].ToString());
        var account = parts is [_, var calendarId] ? SandboxAccounts.All.FirstOrDefault(a => worlds.Use(a, world => world.Calendar(calendarId)?.Event(parts[0]) is not null)) : null;
        return account is null
            ? SandboxHtml.Problem("Google Calendar", "The requested event was not found.", StatusCodes.Status404NotFound)
            : worlds.Use(account, world =>
            {
                var found = world.Calendar(parts![1])!.Event(parts[0])!;
                return SandboxHtml.Record(
                    "Google Calendar", (string?)found.Document["summary"] ?? "(No title)",
                    ("When", $"{found.Start:ddd d MMM yyyy HH:mm} – {found.End:HH:mm} UTC"), ("Calendar", world.Calendar(parts[1])!.Summary),
                    ("Where", found.Document.Text("location")), ("Join", found.Document.Text("hangoutLink")), ("Status", found.Status),
                    ("Guests", string.Join(", ", (found.Document["attendees"] as JsonArray ?? []).Select(person => person.Text("displayName") ?? person.Text("email")))),
                    ("Description", found.Document.Text("description")));
            });
    }

    private static string[]? ReadLink(string eid)
    {
        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(eid)).Split(' ', 2);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static JsonObject Page(HttpContext http, GoogleWorld world, SandboxCalendar calendar, EventListing listing)
    {
        var (events, next) = listing.Page(calendar);
        var page = new JsonObject
        {
            ["kind"] = "calendar#events",
            ["etag"] = CalendarDocuments.Etag(world.Revision),
            ["summary"] = calendar.Summary,
            ["updated"] = CalendarDocuments.Stamp(world.Now),
            ["timeZone"] = CalendarDocuments.TimeZone,
            ["accessRole"] = calendar.AccessRole,
            ["defaultReminders"] = new JsonArray(),
            ["items"] = new JsonArray([.. events.Select(found => (JsonNode)OnTheWire(http, found))]),
        };
        page[next is null ? "nextSyncToken" : "nextPageToken"] = next ?? $"{world.Epoch}.{world.Revision}";
        return page;
    }

    /// <summary>A copy whose link leads to this server.</summary>
    private static JsonObject OnTheWire(HttpContext http, SandboxEvent found)
    {
        var document = (JsonObject)found.Document.DeepClone();
        document["htmlLink"] = SandboxAddress.Of(http, document.Text("htmlLink")!);
        return document;
    }

    /// <summary>Every fifth room takes until it is asked for again, as now and then at Google.</summary>
    private static void StartRoom(GoogleWorld world, JsonObject document, string requestId)
    {
        if (world.Rooms.Count % 5 == 4)
        {
            CalendarDocuments.AddPendingRoom(document, requestId);
            return;
        }

        CalendarDocuments.AddRoom(document, world.OpenRoom(requestId, byApp: false), requestId);
    }

    private static void FinishRoom(GoogleWorld world, SandboxEvent found)
    {
        var request = found.Document["conferenceData"]?["createRequest"];
        if (found.Document.Text("hangoutLink") is null && request.Text("requestId") is { } requestId)
        {
            CalendarDocuments.AddRoom(found.Document, world.OpenRoom(requestId, byApp: false), requestId);
        }
    }

    private IResult Use(HttpContext http, string[] scopes, string method, Func<GoogleWorld, IResult> work)
    {
        var access = SandboxAccess.Of(http);
        return access.MayAny(scopes)
            ? worlds.Use(access.Account, world =>
            {
                var before = world.Revision;
                var answer = work(world);
                push.Announce(world, before);
                return answer;
            })
            : GoogleAnswers.ScopeMissing(Service, method);
    }
}
