using System.Globalization;
using System.Net.Mail;
using System.Text.Json.Nodes;
using Integrations.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Google;

/// <summary>An event as a client writes it, checked as Google checks it.</summary>
internal sealed record EventDraft(JsonObject Body, DateTimeOffset Start, DateTimeOffset End)
{
    private static readonly string[] Texts = ["description", "location", "status", "visibility", "transparency", "colorId"];

    public string? Id => Body.Text("id");

    public string? Summary => Body.Text("summary");

    public JsonObject StartDocument => Written("start", Start);

    public JsonObject EndDocument => Written("end", End);

    /// <summary>The id of a wished-for Meet room.</summary>
    public string? ConferenceRequest => Body["conferenceData"]?["createRequest"].Text("requestId");

    public static EventDraft? Read(JsonObject? body, out IResult? refusal)
    {
        refusal = null;
        if (body is null)
        {
            refusal = GoogleAnswers.Error(StatusCodes.Status400BadRequest, "parseError", "Parse Error");
        }
        else if (body.Text("id") is { } id && (id.Length is < 5 or > 1024 || !id.All(letter => letter is >= 'a' and <= 'v' or >= '0' and <= '9' or '_' or 'T' or 'Z')))
        {
            refusal = GoogleAnswers.Error(StatusCodes.Status400BadRequest, "invalid", "Invalid resource id value.");
        }
        else if (Moment(body["start"]) is not { } start || Moment(body["end"]) is not { } end)
        {
            refusal = GoogleAnswers.Error(StatusCodes.Status400BadRequest, "required", body["start"] is null ? "Missing start time." : body["end"] is null ? "Missing end time." : "Missing time zone definition for start time.");
        }
        else if (end < start || (body["start"].Text("date") is null) != (body["end"].Text("date") is null))
        {
            refusal = GoogleAnswers.Error(StatusCodes.Status400BadRequest, "timeRangeEmpty", "The specified time range is empty.", "calendar");
        }
        else if (body["attendees"] is JsonArray people && people.Any(person => !MailAddress.TryCreate(person.Text("email"), out _)))
        {
            refusal = GoogleAnswers.Error(StatusCodes.Status400BadRequest, "invalid", "Invalid attendee email.");
        }
        else if (body["conferenceData"]?["createRequest"] is { } request && request["conferenceSolutionKey"].Text("type") is not (null or "hangoutsMeet"))
        {
            refusal = GoogleAnswers.Error(StatusCodes.Status400BadRequest, "invalid", "Invalid conference type value.");
        }
        else
        {
            return new EventDraft(body, start, end);
        }

        return null;
    }

    public void WriteTexts(JsonObject document, GoogleWorld world)
    {
        foreach (var name in Texts.Where(name => Body.Text(name) is not null))
        {
            document[name] = Body.Text(name);
        }

        if (Body["attendees"] is JsonArray people)
        {
            document["attendees"] = new JsonArray([.. people.Select(person => (JsonNode)CalendarDocuments.Attendee(
                world, person.Text("email")!, isOrganizer: person.Text("email") == document["organizer"].Text("email"), person.Text("responseStatus") ?? "needsAction"))]);
        }
    }

    private JsonObject Written(string name, DateTimeOffset at)
    {
        if (Body[name].Text("date") is { } day)
        {
            return new JsonObject { ["date"] = day };
        }

        return new JsonObject
        {
            ["dateTime"] = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["timeZone"] = Body[name].Text("timeZone") ?? CalendarDocuments.TimeZone,
        };
    }

    /// <summary>A time needs an offset or a zone.</summary>
    private static DateTimeOffset? Moment(JsonNode? node)
    {
        if (node.Text("date") is { } day)
        {
            return DateTimeOffset.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
        }

        if (node.Text("dateTime") is not { } text || !DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var moment))
        {
            return null;
        }

        if (moment.Kind != DateTimeKind.Unspecified)
        {
            return DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
        }

        return node.Text("timeZone") is { } zone && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found)
            ? new DateTimeOffset(moment, found.GetUtcOffset(moment))
            : null;
    }
}
