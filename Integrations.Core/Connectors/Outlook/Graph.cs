using System.Globalization;
using System.Text.Json;
using Integrations.Core.Connectors.Http;

namespace Integrations.Core.Connectors.Outlook;

/// <summary>Addresses and headers of Microsoft Graph v1.0.</summary>
/// <remarks>
/// Sources: learn.microsoft.com/graph, concepts "Use query parameters" and "Outlook immutable identifiers" (read 2026-11-20).
/// The four preferences are not stored in paging links, so every request repeats them.
/// </remarks>
internal static class Graph
{
    public const string Root = "https://graph.microsoft.com/v1.0/";

    public const string EventFields =
        "id,subject,bodyPreview,start,end,isAllDay,location,organizer,attendees,webLink,onlineMeeting,isOnlineMeeting,isCancelled,seriesMasterId,type,iCalUId,showAs,sensitivity,originalStartTimeZone";

    public const string MessageFields = "id,subject,bodyPreview,from,toRecipients,receivedDateTime,webLink";

    /// <param name="path">Below <c>/v1.0/</c>, with its query.</param>
    public static HttpRequestMessage Get(string path, int? pageSize = null) => WithPreferences(VendorSession.Get(Root + path), pageSize);

    public static HttpRequestMessage WithPreferences(HttpRequestMessage request, int? pageSize = null)
    {
        // Times come back in UTC, because a dateTime of Graph names no offset; ids survive a move to another folder.
        var preferences = "outlook.timezone=\"UTC\", IdType=\"ImmutableId\", outlook.body-content-type=\"text\"";
        request.Headers.TryAddWithoutValidation("Prefer", pageSize is { } size ? $"{preferences}, odata.maxpagesize={size}" : preferences);
        return request;
    }

    public static string Query(string path, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var query = new List<string>();
        foreach (var (name, value) in parameters)
        {
            query.Add($"{name}={Uri.EscapeDataString(value)}");
        }

        return $"{path}?{string.Join('&', query)}";
    }

    /// <summary>One item of a listing; null for an id that would leave its place in the address.</summary>
    public static string? Item(string listing, string id, string fields) =>
        PathParameter.Escape(id) is { } segment ? Query($"{listing}/{segment}", ("$select", fields)) : null;

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
    public static DateTimeOffset? EventTime(JsonElement item, string member)
    {
        if (item.Text(member, "dateTime") is not { } text
            || !DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time))
        {
            return null;
        }

        var zone = item.Text(member, "timeZone");
        if (zone is null or "UTC" || !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known))
        {
            return new DateTimeOffset(time, TimeSpan.Zero);
        }

        var local = DateTime.SpecifyKind(time, DateTimeKind.Unspecified);
        return new DateTimeOffset(local, known.GetUtcOffset(local)).ToUniversalTime();
    }

    /// <summary>Graph's own code for a refusal, such as <c>ErrorItemNotFound</c>.</summary>
    public static string? ErrorCode(VendorResponse response) => response.TryJson()?.Text("error", "code");
}
