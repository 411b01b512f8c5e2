using System.Globalization;
using System.Text.Json.Nodes;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Google;

/// <summary>The parameters of <c>events.list</c>, checked as Google checks them.</summary>
internal sealed record EventListing
{
    // Pages may be shorter than asked for.
    private const int PageMax = 200;
    private static readonly string[] NotWithSyncToken = ["q", "timeMin", "timeMax", "orderBy", "updatedMin", "iCalUID", "privateExtendedProperty", "sharedExtendedProperty"];

    // May differ between the pages of one listing.
    private static readonly string[] NotOfTheListing = ["pageToken", "maxResults", "fields", "prettyPrint", "alt"];

    public string? Text { get; init; }

    public DateTimeOffset? TimeMin { get; init; }

    public DateTimeOffset? TimeMax { get; init; }

    public bool SingleEvents { get; init; }

    public string? OrderBy { get; init; }

    public bool ShowDeleted { get; init; }

    public string? ICalUid { get; init; }

    /// <summary>Only instances of this series.</summary>
    public string? Series { get; init; }

    /// <summary>Only what changed after this.</summary>
    public long? Since { get; init; }

    private int MaxResults { get; init; }

    private int Offset { get; init; }

    private int Fingerprint { get; init; }

    /// <summary>The empty page of this place was given already.</summary>
    private bool Skipped { get; init; }

    public static EventListing? Read(IQueryCollection query, GoogleWorld world, out IResult? refusal)
    {
        refusal = null;
        if (!TryMoment(query, "timeMin", out var timeMin) || !TryMoment(query, "timeMax", out var timeMax))
        {
            refusal = GoogleAnswers.Error(StatusCodes.Status400BadRequest, "badRequest", "Bad Request");
            return null;
        }

        if (timeMin is not null && timeMax is not null && timeMax <= timeMin)
        {
            refusal = GoogleAnswers.Error(StatusCodes.Status400BadRequest, "timeRangeEmpty", "The specified time range is empty.", "calendar", "timeMax");
            return null;
        }

        var single = query["singleEvents"] == "true";
        var order = query["orderBy"].ToString();
        if (order.Length > 0 && (order is not ("startTime" or "updated") || (order == "startTime" && !single)))
        {
            refusal = GoogleAnswers.Error(StatusCodes.Status400BadRequest, "badRequest", "The requested ordering is not available for the particular query.");
            return null;
        }

        if (!int.TryParse(query["maxResults"].ToString() is { Length: > 0 } max ? max : "250", NumberStyles.None, CultureInfo.InvariantCulture, out var size) || size is < 1 or > 2500)
        {
            refusal = GoogleAnswers.Error(StatusCodes.Status400BadRequest, "invalidParameter", "Invalid value '" + query["maxResults"] + "'. Values must be within the range: [1, 2500]", location: "maxResults");
            return null;
        }

        var fingerprint = SandboxSeed.Number([.. query.Where(q => !NotOfTheListing.Contains(q.Key)).OrderBy(q => q.Key, StringComparer.Ordinal).Select(q => $"{q.Key}={q.Value}")]);
        if (!TryOffset(query["pageToken"].ToString(), fingerprint, out var offset, out var skipped))
        {
            refusal = GoogleAnswers.Error(StatusCodes.Status400BadRequest, "invalid", "Invalid page token value.", location: "pageToken");
            return null;
        }

        long? since = null;
        if (query["syncToken"].ToString() is { Length: > 0 } token)
        {
            if (NotWithSyncToken.FirstOrDefault(query.ContainsKey) is { } forbidden)
            {
                refusal = GoogleAnswers.Error(StatusCodes.Status400BadRequest, "badRequest", $"Sync token cannot be used together with {forbidden}.");
                return null;
            }

            if (!token.StartsWith(world.Epoch + ".", StringComparison.Ordinal) || !long.TryParse(token[(world.Epoch.Length + 1)..], out var revision))
            {
                refusal = GoogleAnswers.Error(StatusCodes.Status410Gone, "fullSyncRequired", "Sync token is no longer valid, a full sync is required.", "calendar", "syncToken");
                return null;
            }

            since = revision;
        }

        return new EventListing
        {
            Text = query["q"],
            TimeMin = timeMin,
            TimeMax = timeMax,
            SingleEvents = single,
            OrderBy = order,
            ShowDeleted = query["showDeleted"] == "true",
            ICalUid = query["iCalUID"],
            Since = since,
            MaxResults = Math.Min(size, PageMax),
            Offset = offset,
            Fingerprint = fingerprint,
            Skipped = skipped,
        };
    }

    /// <returns>The events of this page, and the token of the next.</returns>
    public (IReadOnlyList<SandboxEvent> Events, string? Next) Page(SandboxCalendar calendar)
    {
        var all = calendar.Events.Where(Matches);
        var ordered = (OrderBy switch
        {
            "startTime" => all.OrderBy(found => found.Start).ThenBy(found => found.Id, StringComparer.Ordinal),
            _ => all.OrderBy(found => found.Revision),
        }).ToList();
        // Now and then a page is empty although more follows.
        var isHole = Offset > 0 && Offset % (3 * PageMax) == 0 && ordered.Count > 5 * PageMax && !Skipped;
        var events = isHole ? [] : ordered.Skip(Offset).Take(MaxResults).ToList();
        var next = Offset + events.Count;
        return (events, next < ordered.Count ? $"{next}.{Fingerprint}{(isHole ? ".1" : "")}" : null);
    }

    private bool Matches(SandboxEvent found) =>
        (Since is not { } since || found.Revision > since)
        && (found.Status != "cancelled" || ShowDeleted || Since is not null)
        && (SingleEvents ? !found.IsSeries : !found.IsInstance)
        && (Series is null || found.Document.Text("recurringEventId") == Series)
        && (TimeMin is not { } min || found.End > min)
        && (TimeMax is not { } max || found.Start < max)
        && (string.IsNullOrEmpty(ICalUid) || found.Document.Text("iCalUID") == ICalUid)
        && MatchesText(found.Document);

    private bool MatchesText(JsonObject document)
    {
        if (string.IsNullOrWhiteSpace(Text))
        {
            return true;
        }

        var people = (document["attendees"] as JsonArray ?? []).Append(document["organizer"]).SelectMany(person => new[] { person.Text("displayName"), person.Text("email") });
        var text = string.Join(' ', people.Concat([document.Text("summary"), document.Text("description"), document.Text("location")]));
        return Words(Text).All(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Punctuation parts words and is not looked for.</summary>
    public static IEnumerable<string> Words(string text) =>
        new string([.. text.Select(letter => char.IsLetterOrDigit(letter) ? letter : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static bool TryMoment(IQueryCollection query, string name, out DateTimeOffset? moment)
    {
        moment = null;
        var text = query[name].ToString();
        if (text.Length == 0)
        {
            return true;
        }

        // RFC 3339 asks for an offset, and so does Google.
        var isComplete = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-');
        if (!isComplete || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed))
        {
            return false;
        }

        moment = parsed;
        return true;
    }

    private static bool TryOffset(string token, int fingerprint, out int offset, out bool skipped)
    {
        (offset, skipped) = (0, token.EndsWith(".1", StringComparison.Ordinal));
        if (token.Length == 0)
        {
            return true;
        }

        var parts = token.Split('.');
        return parts.Length == (skipped ? 3 : 2) && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out offset) && parts[1] == fingerprint.ToString(CultureInfo.InvariantCulture);
    }
}
