using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Integrations.Sandbox.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Integrations.Sandbox.Google;

/// <summary>Meet API v2: rooms, and the conferences that were held in them.</summary>
internal sealed partial class MeetEndpoints(AccountWorlds<GoogleWorld> worlds, GoogleGuard guard, TimeProvider time)
{
    private const string Service = "meet.googleapis.com";
    private static readonly string[] Reading = ["meetings.space.created", "meetings.space.readonly"];
    private static readonly string[] AccessTypes = ["OPEN", "TRUSTED", "RESTRICTED"];

    public void Map(SandboxRoutes routes)
    {
        var api = routes.Host("meet.googleapis.com").MapGroup("/v2").AddEndpointFilter(guard);
        api.MapPost("/spaces", (Delegate)CreateAsync);
        api.MapGet("/spaces/{space}", (HttpContext http, string space) => GetSpace(http, space));
        api.MapPatch("/spaces/{space}", (HttpContext http, string space) => PatchAsync(http, space));
        api.MapGet("/conferenceRecords", (Delegate)ListConferences);
        api.MapGet("/conferenceRecords/{record}", (HttpContext http, string record) => GetConference(http, record));
        api.MapGet("/conferenceRecords/{record}/participants", (HttpContext http, string record) => ListParticipants(http, record));
        routes.Host("meet.google.com").MapGet("/{code}", (string code) => SandboxHtml.Record("Google Meet", code, ("Room", "You would be in the call now.")));
    }

    private async Task<IResult> CreateAsync(HttpContext http)
    {
        var body = await SandboxJson.ReadObjectAsync(http);
        return Use(http, ["meetings.space.created"], "SpacesService.CreateSpace", (world, _) =>
        {
            if (Config(body) is not { } config)
            {
                return Invalid("Invalid value at 'space.config'.");
            }

            var room = world.OpenRoom(Guid.NewGuid().ToString("N"), byApp: true);
            room.Apply(config);
            return GoogleAnswers.Ok(http, Document(world, room));
        });
    }

    private IResult GetSpace(HttpContext http, string space) => Use(http, Reading, "SpacesService.GetSpace", (world, access) =>
        Find(world, space) is { } room && Sees(access, room) ? GoogleAnswers.Ok(http, Document(world, room)) : Hidden("Space"));

    private async Task<IResult> PatchAsync(HttpContext http, string space)
    {
        var body = await SandboxJson.ReadObjectAsync(http);
        return Use(http, ["meetings.space.created", "meetings.space.settings"], "SpacesService.UpdateSpace", (world, _) =>
        {
            // Here the code is no alias.
            if (world.Rooms.Values.FirstOrDefault(room => room.Id == space) is not { } found)
            {
                return Hidden("Space");
            }

            if (Config(body) is not { } config)
            {
                return Invalid("Invalid value at 'space.config'.");
            }

            found.Apply(config);
            return GoogleAnswers.Ok(http, Document(world, found));
        });
    }

    private IResult ListConferences(HttpContext http) => Use(http, Reading, "ConferenceRecordsService.ListConferenceRecords", (world, access) =>
    {
        var query = http.Request.Query;
        var size = query["pageSize"].ToString() is { Length: > 0 } text ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : -1 : 25;
        var offset = query["pageToken"].ToString() is { Length: > 0 } token ? int.TryParse(token.TrimStart('t'), NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : -1 : 0;
        if (size < 0 || offset < 0)
        {
            return Invalid(size < 0 ? "Invalid page size." : "Invalid page token.");
        }

        if (ConferenceFilter.Read(query["filter"].ToString()) is not { } filter)
        {
            return Invalid("Invalid filter.");
        }

        var all = world.Conferences.Where(held => held.Start <= time.GetUtcNow() && Sees(access, held.Room) && filter.Matches(held)).OrderByDescending(held => held.Start).ToList();
        var records = all.Skip(offset).Take(Math.Clamp(size, 1, 100)).ToList();
        var page = new JsonObject();
        // A list without items is no list at all.
        if (records.Count > 0)
        {
            page["conferenceRecords"] = new JsonArray([.. records.Select(held => (JsonNode)Document(held))]);
        }

        if (offset + records.Count < all.Count)
        {
            page["nextPageToken"] = $"t{offset + records.Count}";
        }

        return GoogleAnswers.Ok(http, page);
    });

    private IResult GetConference(HttpContext http, string record) => Use(http, Reading, "ConferenceRecordsService.GetConferenceRecord", (world, access) =>
        world.Conferences.Find(held => held.Id == record) is { } found && Sees(access, found.Room)
            ? GoogleAnswers.Ok(http, Document(found))
            : GoogleAnswers.Status(StatusCodes.Status404NotFound, "NOT_FOUND", "Requested entity was not found."));

    private IResult ListParticipants(HttpContext http, string record) => Use(http, Reading, "ConferenceRecordsService.ListParticipants", (world, access) =>
    {
        if (world.Conferences.Find(held => held.Id == record) is not { } found || !Sees(access, found.Room))
        {
            return GoogleAnswers.Status(StatusCodes.Status404NotFound, "NOT_FOUND", "Requested entity was not found.");
        }

        var people = found.People.Select(email => (JsonNode)new JsonObject
        {
            ["name"] = $"conferenceRecords/{found.Id}/participants/{SandboxSeed.Number(found.Id, email)}",
            ["earliestStartTime"] = CalendarDocuments.Stamp(found.Start),
            ["latestEndTime"] = CalendarDocuments.Stamp(found.End),
            ["signedinUser"] = new JsonObject { ["user"] = $"users/{SandboxSeed.Number(email)}", ["displayName"] = world.Person(email)?.Name ?? email },
        }).ToArray();
        return GoogleAnswers.Ok(http, people.Length == 0 ? [] : new JsonObject { ["participants"] = new JsonArray(people), ["totalSize"] = people.Length });
    });

    private static SandboxRoom? Find(GoogleWorld world, string space) =>
        world.Rooms.GetValueOrDefault(space) ?? world.Rooms.Values.FirstOrDefault(room => room.Id == space);

    /// <summary>Rooms that were made elsewhere need the wider permission.</summary>
    private static bool Sees(SandboxAccess access, SandboxRoom room) => room.ByApp || access.MayAny("meetings.space.readonly");

    private static JsonObject? Config(JsonObject? body)
    {
        var config = body?["config"] as JsonObject ?? [];
        return body is null || config.Text("accessType") is { } type && !AccessTypes.Contains(type, StringComparer.Ordinal) ? null : config;
    }

    private JsonObject Document(GoogleWorld world, SandboxRoom room)
    {
        var document = new JsonObject { ["name"] = "spaces/" + room.Id, ["meetingUri"] = room.Uri, ["meetingCode"] = room.Code, ["config"] = room.Config.DeepClone() };
        var now = time.GetUtcNow();
        if (world.Conferences.Find(held => held.Room == room && held.Start <= now && held.End > now) is { } active)
        {
            document["activeConference"] = new JsonObject { ["conferenceRecord"] = "conferenceRecords/" + active.Id };
        }

        return document;
    }

    private JsonObject Document(SandboxConference held)
    {
        var document = new JsonObject { ["name"] = "conferenceRecords/" + held.Id, ["startTime"] = CalendarDocuments.Stamp(held.Start) };
        if (held.End <= time.GetUtcNow())
        {
            document["endTime"] = CalendarDocuments.Stamp(held.End);
            document["expireTime"] = CalendarDocuments.Stamp(held.End.AddDays(30));
        }

        document["space"] = "spaces/" + held.Room.Id;
        return document;
    }

    private static IResult Invalid(string message) => GoogleAnswers.Status(StatusCodes.Status400BadRequest, "INVALID_ARGUMENT", message);

    private static IResult Hidden(string what) =>
        GoogleAnswers.Status(StatusCodes.Status403Forbidden, "PERMISSION_DENIED", $"Permission denied on resource {what} (or it might not exist)");

    private IResult Use(HttpContext http, string[] scopes, string method, Func<GoogleWorld, SandboxAccess, IResult> work)
    {
        var access = SandboxAccess.Of(http);
        return access.MayAny(scopes)
            ? worlds.Use(access.Account, world => work(world, access))
            : GoogleAnswers.ScopeMissing(Service, "google.apps.meet.v2." + method, newShape: true);
    }

    /// <summary>The filter's grammar: comparisons of four fields, joined by AND.</summary>
    private sealed partial record ConferenceFilter
    {
        private readonly List<Func<SandboxConference, bool>> _terms = [];

        public static ConferenceFilter? Read(string text)
        {
            var filter = new ConferenceFilter();
            foreach (var term in text.Split(" AND ", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                var parts = Term().Match(term);
                if (!parts.Success || !filter.Add(parts.Groups["field"].Value, parts.Groups["op"].Value, parts.Groups["value"].Value))
                {
                    return null;
                }
            }

            return filter;
        }

        public bool Matches(SandboxConference held) => _terms.TrueForAll(term => term(held));

        private bool Add(string field, string sign, string value)
        {
            switch (field)
            {
                case "space.meeting_code" when sign == "=":
                    _terms.Add(held => string.Equals(held.Room.Code, value, StringComparison.OrdinalIgnoreCase));
                    return true;
                case "space.name" when sign == "=":
                    _terms.Add(held => "spaces/" + held.Room.Id == value);
                    return true;
                case "start_time" or "end_time" when DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at):
                    _terms.Add(held => Compare(field == "start_time" ? held.Start : held.End, sign, at));
                    return true;
                default:
                    return false;
            }
        }

        private static bool Compare(DateTimeOffset left, string sign, DateTimeOffset right) => sign switch
        {
            ">=" => left >= right,
            "<=" => left <= right,
            ">" => left > right,
            "<" => left < right,
            _ => left == right,
        };

        [GeneratedRegex("""\A(?<field>[a-z_.]+)\s*(?<op>>=|<=|=|>|<)\s*"(?<value>[^"]*)"\z""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
        private static partial Regex Term();
    }
}
