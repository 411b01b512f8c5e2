using System.Globalization;
using System.Text.Json;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Microsoft.Graph.Models;

namespace Integrations.Connectors.Vendors.Outlook;

/// <summary>What is asked of Microsoft Graph v1.0, and how its answers are read.</summary>
/// <remarks>
/// Sources: learn.microsoft.com/graph, concepts "Use query parameters" and "Outlook immutable identifiers" (read 2026-11-20).
/// </remarks>
internal static class Graph
{
    public const string Root = "https://graph.microsoft.com/v1.0/";

    public const string Prefer = "Prefer";

    /// <summary>The code of a failure that says: the vendor forgot where a sync was.</summary>
    public const string CursorGone = "vendor.cursor_gone";

    public static string[] EventFields { get; } =
    [
        "id", "subject", "bodyPreview", "start", "end", "isAllDay", "location", "organizer", "attendees", "webLink", "onlineMeeting", "isOnlineMeeting", "isCancelled", "seriesMasterId", "type",
        "iCalUId", "showAs", "sensitivity", "originalStartTimeZone",
    ];

    public static string[] MessageFields { get; } = ["id", "subject", "bodyPreview", "from", "toRecipients", "receivedDateTime", "webLink"];

    /// <summary>Times come back in UTC, because a dateTime of Graph names no offset; ids survive a move to another folder.</summary>
    public static string Preferences(int? pageSize = null)
    {
        const string always = "outlook.timezone=\"UTC\", IdType=\"ImmutableId\", outlook.body-content-type=\"text\"";
        return pageSize is { } size ? $"{always}, odata.maxpagesize={size}" : always;
    }

    /// <summary>
    /// The part below <c>/v1.0/</c> of a paging link, to be asked for again exactly as it stands. The host is always put
    /// in front by us, so that the token cannot be led elsewhere; null when the link is not below <paramref name="listing"/>.
    /// </summary>
    public static string? Below(string? link, string listing)
    {
        const string version = "/v1.0/";
        var start = link?.IndexOf(version, StringComparison.OrdinalIgnoreCase) ?? -1;
        return start >= 0 && IsBelow(link![(start + version.Length)..], listing) ? link[(start + version.Length)..] : null;
    }

    /// <summary>Whether a path (of a cursor that travelled through the caller) asks the listing, and nothing else.</summary>
    public static bool IsBelow(string path, string listing) =>
        path.StartsWith(listing, StringComparison.OrdinalIgnoreCase)
        && (path.Length == listing.Length || path[listing.Length] == '?' || path[listing.Length..].StartsWith("()?", StringComparison.Ordinal))
        && !path.Contains('#', StringComparison.Ordinal);

    /// <summary>A time of an event: no offset, seven decimals; UTC was asked for, but another zone is understood.</summary>
    public static DateTimeOffset? Time(DateTimeTimeZone? written)
    {
        if (!DateTime.TryParse(written?.DateTime, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time))
        {
            return null;
        }

        if (written?.TimeZone is not { } zone || zone == "UTC" || !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known))
        {
            return new DateTimeOffset(time, TimeSpan.Zero);
        }

        var local = DateTime.SpecifyKind(time, DateTimeKind.Unspecified);
        return new DateTimeOffset(local, known.GetUtcOffset(local)).ToUniversalTime();
    }

    /// <summary>An enumeration's value as Graph writes it; null for one that the client does not know.</summary>
    public static string? Word<T>(T? value)
        where T : struct, Enum =>
        value is { } known ? JsonNamingPolicy.CamelCase.ConvertName(known.ToString()) : null;

    /// <summary>Graph's own code for a refusal, such as <c>ErrorItemNotFound</c>.</summary>
    public static string? ErrorCode(VendorResponse response) => response.TryJson()?.Text("error", "code");
}
