using System.Globalization;
using System.Text.Json.Nodes;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Outlook;

/// <summary>Records as Graph writes them.</summary>
internal static class GraphWire
{
    public static bool WantsImmutableIds(HttpContext http) =>
        GraphGuard.Preferences(http).Any(p => p.Replace(" ", "", StringComparison.Ordinal).Equals("IdType=\"ImmutableId\"", StringComparison.OrdinalIgnoreCase));

    /// <summary>The zone that times are answered in; null when the name is unknown.</summary>
    public static TimeZoneInfo? Zone(HttpContext http)
    {
        var preference = GraphGuard.Preferences(http).FirstOrDefault(p => p.StartsWith("outlook.timezone", StringComparison.OrdinalIgnoreCase));
        var name = preference?[(preference.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim('"', ' ') ?? "UTC";
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;
    }

    public static JsonObject Event(HttpContext http, OutlookEvent item, IReadOnlySet<string>? select = null)
    {
        var immutable = WantsImmutableIds(http);
        var zone = Zone(http) ?? TimeZoneInfo.Utc;
        var asText = GraphGuard.Preferences(http).Any(p => p.Equals("outlook.body-content-type=\"text\"", StringComparison.OrdinalIgnoreCase));
        var body = new JsonObject
        {
            ["id"] = Id(item, immutable),
            ["createdDateTime"] = Utc(item.Created),
            ["lastModifiedDateTime"] = Utc(item.Modified),
            ["changeKey"] = $"DwAAABYAAAC{item.Version:x8}",
            ["categories"] = new JsonArray(),
            ["transactionId"] = item.TransactionId,
            ["originalStartTimeZone"] = "UTC",
            ["originalEndTimeZone"] = "UTC",
            ["iCalUId"] = item.ICalUId,
            ["reminderMinutesBeforeStart"] = 15,
            ["isReminderOn"] = true,
            ["hasAttachments"] = false,
            ["subject"] = item.Subject,
            ["bodyPreview"] = item.Text.Length > 255 ? item.Text[..255] : item.Text,
            ["importance"] = "normal",
            ["sensitivity"] = "normal",
            ["isAllDay"] = item.AllDay,
            ["isCancelled"] = item.Cancelled,
            ["isOrganizer"] = item.Organizer.Email == SandboxAccess.Of(http).Account.Email,
            ["responseRequested"] = true,
            ["seriesMasterId"] = item.Series is { } series ? Id(series, immutable) : null,
            ["showAs"] = item.ShowAs,
            ["type"] = item.Type,
            ["webLink"] = SandboxAddress.Of(http, $"https://outlook.office365.com/owa/?itemid={Uri.EscapeDataString(item.ImmutableId)}&exvsurl=1&path=/calendar/item"),
            ["onlineMeetingUrl"] = null,
            ["isOnlineMeeting"] = item.Online,
            ["onlineMeetingProvider"] = item.Online ? "teamsForBusiness" : "unknown",
            ["body"] = new JsonObject
            {
                ["contentType"] = asText ? "text" : "html",
                ["content"] = asText ? item.Text : $"<html><body>{System.Net.WebUtility.HtmlEncode(item.Text)}</body></html>",
            },
            ["start"] = Moment(item.Start, zone, item.AllDay),
            ["end"] = Moment(item.End, zone, item.AllDay),
            ["location"] = new JsonObject { ["displayName"] = item.Location ?? "", ["locationType"] = "default", ["uniqueIdType"] = item.Location is null ? "unknown" : "private" },
            ["attendees"] = new JsonArray([.. item.Attendees.Select(Attendee)]),
            ["organizer"] = new JsonObject { ["emailAddress"] = Address(item.Organizer) },
            ["onlineMeeting"] = item.Online
                ? new JsonObject { ["joinUrl"] = SandboxAddress.Of(http, $"https://teams.microsoft.com/l/meetup-join/19%3ameeting_{item.ImmutableId[^32..]}%40thread.v2/0?context=%7b%7d") }
                : null,
        };
        return Project(body, select, $"W/\"DwAAABYAAAC{item.Version:x8}\"");
    }

    public static JsonObject Message(HttpContext http, OutlookMessage mail, IReadOnlySet<string>? select) => Project(
        new JsonObject
        {
            ["id"] = mail.Id,
            ["createdDateTime"] = Utc(mail.Received),
            ["lastModifiedDateTime"] = Utc(mail.Received),
            ["receivedDateTime"] = Utc(mail.Received),
            ["sentDateTime"] = Utc(mail.Received),
            ["hasAttachments"] = false,
            ["subject"] = mail.Subject,
            ["bodyPreview"] = mail.Text,
            ["importance"] = "normal",
            ["isRead"] = true,
            ["isDraft"] = false,
            ["webLink"] = SandboxAddress.Of(http, $"https://outlook.office365.com/owa/?ItemID={mail.Id}&exvsurl=1&viewmodel=ReadMessageItem"),
            ["from"] = new JsonObject { ["emailAddress"] = Address(mail.From) },
            ["sender"] = new JsonObject { ["emailAddress"] = Address(mail.From) },
            ["toRecipients"] = new JsonArray(new JsonObject { ["emailAddress"] = Address(mail.To) }),
            ["ccRecipients"] = new JsonArray(),
        },
        select,
        "W/\"CQAAABYAAAC1\"");

    public static string Id(OutlookEvent item, bool immutable) => immutable ? item.ImmutableId : item.MutableId;

    public static string Utc(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static JsonObject Collection(string context, IEnumerable<JsonObject> items, string? nextLink)
    {
        var body = new JsonObject { ["@odata.context"] = $"https://graph.microsoft.com/v1.0/$metadata#{context}", ["value"] = new JsonArray([.. items]) };
        if (nextLink is not null)
        {
            body["@odata.nextLink"] = nextLink;
        }

        return body;
    }

    /// <summary>Seven decimals and no offset; an all-day event is midnight to midnight in every zone.</summary>
    private static JsonObject Moment(DateTimeOffset time, TimeZoneInfo zone, bool allDay) => new()
    {
        ["dateTime"] = (allDay ? time.UtcDateTime : TimeZoneInfo.ConvertTime(time, zone).DateTime).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture),
        ["timeZone"] = zone.Id is "Etc/UTC" ? "UTC" : zone.Id,
    };

    private static JsonObject Attendee(DemoPerson person) => new()
    {
        ["type"] = "required",
        ["status"] = new JsonObject { ["response"] = "none", ["time"] = "0001-01-01T00:00:00Z" },
        ["emailAddress"] = Address(person),
    };

    private static JsonObject Address(DemoPerson person) => new() { ["name"] = person.Name, ["address"] = person.Email };

    private static JsonObject Project(JsonObject body, IReadOnlySet<string>? select, string etag)
    {
        if (select is not null)
        {
            foreach (var name in body.Select(member => member.Key).Where(name => name != "id" && !select.Contains(name)).ToList())
            {
                body.Remove(name);
            }
        }

        body.Insert(0, "@odata.etag", etag);
        return body;
    }
}
