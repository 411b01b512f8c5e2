using System.Globalization;
using System.Text.Json.Nodes;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Integrations.Sandbox.Outlook;

/// <summary>The calendar, its windows, its changes and the mail.</summary>
internal sealed class CalendarRoutes(AccountWorlds<OutlookWorld> worlds)
{
    private const int DefaultDeltaPage = 50;

    private static readonly IReadOnlyList<string> WindowOptions = ["$top", "$skip", "$select", "$orderby", "$filter", "$count", "$expand"];
    private static readonly IReadOnlyList<string> MailOptions = [.. WindowOptions, "$search"];

    public void Map(RouteGroupBuilder graph)
    {
        graph.MapGet("/me", (Delegate)Me);
        graph.MapGet("/me/photo/$value", (HttpContext http) => GraphError.Answer(http, StatusCodes.Status404NotFound, "ImageNotFound", "The photo wasn't found."));
        graph.MapGet("/me/mailboxSettings", (HttpContext http) => GraphGuard.Needs(http, "MailboxSettings.Read") ?? SandboxJson.Answer(new JsonObject { ["timeZone"] = "UTC" }));
        graph.MapGet("/me/calendar", (Delegate)Calendar);
        graph.MapGet("/me/calendars", (HttpContext http) => ReadScope(http) ?? SandboxJson.Answer(GraphWire.Collection("users('me')/calendars", [CalendarBody(http)], null)));
        graph.MapGet("/me/calendarView", (Delegate)Window);
        graph.MapGet("/me/calendarView/delta", (Delegate)Delta);
        graph.MapGet("/me/calendarView/delta()", (Delegate)Delta);
        graph.MapGet("/me/messages", (Delegate)Mail);
        graph.MapGet("/me/messages/{id}", (HttpContext http, string id) => OneMail(http, id));
    }

    public static IResult? ReadScope(HttpContext http) => GraphGuard.Needs(http, "Calendars.Read", "Calendars.ReadWrite", "Calendars.ReadBasic");

    private static IResult Me(HttpContext http)
    {
        if (GraphGuard.Needs(http, "User.Read") is { } refusal)
        {
            return refusal;
        }

        var account = SandboxAccess.Of(http).Account;
        return SandboxJson.Answer(new JsonObject
        {
            ["@odata.context"] = "https://graph.microsoft.com/v1.0/$metadata#users/$entity",
            ["id"] = SandboxSeed.Guid("outlook", account.Email).ToString(),
            ["displayName"] = account.Name,
            ["mail"] = account.Email,
            ["userPrincipalName"] = account.Email,
            ["preferredLanguage"] = "en-US",
        });
    }

    private static IResult Calendar(HttpContext http) => ReadScope(http) ?? SandboxJson.Answer(CalendarBody(http));

    private static JsonObject CalendarBody(HttpContext http)
    {
        var account = SandboxAccess.Of(http).Account;
        return new JsonObject
        {
            ["id"] = $"AAMkAGE0Calendar{SandboxSeed.Number("calendar", account.Email)}=",
            ["name"] = "Calendar",
            ["color"] = "auto",
            ["isDefaultCalendar"] = true,
            ["canEdit"] = true,
            ["canShare"] = true,
            ["changeKey"] = "DxYSthXJ",
            // Gus stands for the accounts without Teams.
            ["allowedOnlineMeetingProviders"] = account.Organization == "acme" ? new JsonArray("teamsForBusiness") : new JsonArray(),
            ["defaultOnlineMeetingProvider"] = account.Organization == "acme" ? "teamsForBusiness" : "unknown",
            ["owner"] = new JsonObject { ["name"] = account.Name, ["address"] = account.Email },
        };
    }

    private IResult Window(HttpContext http)
    {
        if (ReadScope(http) is { } refusal)
        {
            return refusal;
        }

        if (ReadWindow(http, out var from, out var to) is { } noWindow)
        {
            return noWindow;
        }

        if (GraphQuery.Read(http, WindowOptions, out var wrong) is not { } query)
        {
            return wrong!;
        }

        if (query.OrderBy is not (null or "start/dateTime" or "start/dateTime asc" or "start/dateTime desc"))
        {
            return GraphError.BadRequest(http, $"Ordering by '{query.OrderBy}' is not supported.", "ErrorInvalidUrlQuery");
        }

        return worlds.Use(SandboxAccess.Of(http).Account, world =>
        {
            var inside = InWindow(world, from, to).Where(item => query.Contains is null || item.Subject.Contains(query.Contains, StringComparison.OrdinalIgnoreCase));
            var events = (query.OrderBy?.EndsWith("desc", StringComparison.Ordinal) == true ? inside.OrderByDescending(item => item.Start) : inside.OrderBy(item => item.Start)).ToList();
            return SandboxJson.Answer(GraphWire.Collection(
                "users('me')/calendarView", events.Skip(query.Skip).Take(query.Top).Select(item => GraphWire.Event(http, item, query.Select)), query.NextLink(http, events.Count)));
        });
    }

    /// <summary>A first round in pages, then what changed since; the token holds the window and the version.</summary>
    private IResult Delta(HttpContext http)
    {
        if (ReadScope(http) is { } refusal)
        {
            return refusal;
        }

        var query = http.Request.Query;
        if (query.Keys.FirstOrDefault(key => key.ToLowerInvariant() is "$select" or "$filter" or "$orderby" or "$expand" or "$search" or "$top") is { } strange)
        {
            return GraphError.BadRequest(http, $"The query option '{strange}' is not supported by delta.", "ErrorInvalidUrlQuery");
        }

        var token = query["$deltatoken"].Count > 0 ? query["$deltatoken"].ToString() : query["$skiptoken"].ToString();
        return worlds.Use(SandboxAccess.Of(http).Account, world =>
        {
            if (token.Length > 0)
            {
                return DeltaToken.Read(token) is { } known && known.Epoch == world.Epoch
                    ? DeltaPage(http, world, known)
                    : GraphError.Answer(http, StatusCodes.Status410Gone, "SyncStateNotFound", "The sync state was not found. Start a full synchronization.");
            }

            return ReadWindow(http, out var from, out var to)
                ?? DeltaPage(http, world, new DeltaToken(world.Epoch, from, to, Version: 0, After: null, FullRound: true));
        });
    }

    private static IResult DeltaPage(HttpContext http, OutlookWorld world, DeltaToken state)
    {
        var size = GraphGuard.Preferences(http).Where(p => p.StartsWith("odata.maxpagesize=", StringComparison.OrdinalIgnoreCase))
            .Select(p => int.TryParse(p["odata.maxpagesize=".Length..], CultureInfo.InvariantCulture, out var n) ? n : DefaultDeltaPage).FirstOrDefault(DefaultDeltaPage);
        var news = world.Events
            .Where(item => item.Type != "seriesMaster" && state.IsNews(item) && (!state.FullRound || (!item.Deleted && item.Overlaps(state.From, state.To))))
            .OrderBy(item => item.Version).ThenBy(item => item.ImmutableId, StringComparer.Ordinal).ToList();
        var page = news.Take(size).ToList();
        var body = GraphWire.Collection("Collection(event)", page.Select(item => item.Deleted || !item.Overlaps(state.From, state.To)
            ? new JsonObject { ["@odata.type"] = "#microsoft.graph.event", ["id"] = GraphWire.Id(item, GraphWire.WantsImmutableIds(http)), ["@removed"] = new JsonObject { ["reason"] = "deleted" } }
            : item.Type == "occurrence" ? Bare(GraphWire.Event(http, item))
            : GraphWire.Event(http, item)), null);
        var (name, parameter, next) = news.Count > page.Count
            ? ("@odata.nextLink", "$skiptoken", state with { Version = page[^1].Version, After = page[^1].ImmutableId })
            : ("@odata.deltaLink", "$deltatoken", state with { Version = world.Version, After = null, FullRound = false });
        body[name] = $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}{http.Request.Path}?{Uri.EscapeDataString(parameter)}={next.Write()}";
        return SandboxJson.Answer(body);
    }

    /// <summary>An occurrence in a delta tells its times, and nothing that it shares with its series (learn.microsoft.com/graph/delta-query-events, 2026-11).</summary>
    private static JsonObject Bare(JsonObject whole)
    {
        foreach (var name in whole.Select(member => member.Key).Except(["@odata.type", "@odata.etag", "id", "type", "seriesMasterId", "start", "end"], StringComparer.Ordinal).ToList())
        {
            whole.Remove(name);
        }

        return whole;
    }

    private IResult Mail(HttpContext http)
    {
        if (GraphGuard.Needs(http, "Mail.Read", "Mail.ReadBasic") is { } refusal)
        {
            return refusal;
        }

        if (GraphQuery.Read(http, MailOptions, out var wrong) is not { } query)
        {
            return wrong!;
        }

        if (query.Search is { } search)
        {
            if (search.Length < 3 || search[0] != '"' || search[^1] != '"' || search[1..^1].Contains('"', StringComparison.Ordinal))
            {
                return GraphError.BadRequest(http, "Syntax error: the value of $search has to stand in double quotes.");
            }

            if (query.OrderBy is not null || query.Contains is not null)
            {
                return GraphError.BadRequest(http, "The query parameter '$orderBy' or '$filter' is not supported with '$search'.", "SearchWithOrderBy");
            }
        }

        var words = (query.Search ?? "").Trim('"').Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return worlds.Use(SandboxAccess.Of(http).Account, world =>
        {
            var found = world.Mail.Where(mail => Array.TrueForAll(words, word =>
                $"{mail.Subject}\n{mail.Text}\n{mail.From.Name} {mail.From.Email}".Contains(word, StringComparison.OrdinalIgnoreCase))).OrderByDescending(mail => mail.Received).ToList();
            return SandboxJson.Answer(GraphWire.Collection(
                "users('me')/messages", found.Skip(query.Skip).Take(query.Top).Select(mail => GraphWire.Message(http, mail, query.Select)), query.NextLink(http, found.Count)));
        });
    }

    private IResult OneMail(HttpContext http, string id)
    {
        if (GraphGuard.Needs(http, "Mail.Read", "Mail.ReadBasic") is { } refusal)
        {
            return refusal;
        }

        return GraphQuery.Read(http, ["$select", "$expand"], out var wrong) is { } query
            ? worlds.Use(SandboxAccess.Of(http).Account, world => world.Mail.Find(mail => mail.Id == id) is { } found
                ? SandboxJson.Answer(GraphWire.Message(http, found, query.Select))
                : GraphError.NotFound(http))
            : wrong!;
    }

    private static IEnumerable<OutlookEvent> InWindow(OutlookWorld world, DateTimeOffset from, DateTimeOffset to) =>
        world.Events.Where(item => !item.Deleted && item.Type != "seriesMaster" && item.Overlaps(from, to));

    private static IResult? ReadWindow(HttpContext http, out DateTimeOffset from, out DateTimeOffset to)
    {
        to = default;
        if (!Time(http, "startDateTime", out from) || !Time(http, "endDateTime", out to))
        {
            return GraphError.BadRequest(http, "This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.", "ErrorInvalidParameter");
        }

        if (GraphWire.Zone(http) is null)
        {
            return GraphError.BadRequest(http, "The time zone of the Prefer header is not supported.", "TimeZoneNotSupportedException");
        }

        return to < from ? GraphError.BadRequest(http, "The end of the window lies before its start.", "ErrorInvalidParameter")
            : to - from > TimeSpan.FromDays(1_825) ? GraphError.BadRequest(http, "The requested time duration specified for FreeBusyViewOptions.TimeWindow is too long. The allowed limit is 1825 days.", "ErrorTimeRangeTooLarge")
            : null;
    }

    private static bool Time(HttpContext http, string name, out DateTimeOffset time) => DateTimeOffset.TryParse(
        http.Request.Query[name].ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}
