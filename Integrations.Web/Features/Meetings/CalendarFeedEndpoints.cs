using Integrations.Core.Linking.Feeds;
using Integrations.Primitives;
using Integrations.Web.Hosting.Limits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Integrations.Web.Features.Meetings;

/// <summary>One's own meetings for a calendar elsewhere: the secret in the address is all that opens them, and they can only be read.</summary>
internal static class CalendarFeedEndpoints
{
    public const string Route = "/calendar/{secret}.ics";

    public static void MapCalendarFeeds(this IEndpointRouteBuilder routes) =>
        routes.MapGet(Route, ReadAsync).AllowAnonymous().RequireRateClass(RateClass.Anonymous).ExcludeFromDescription();

    internal static string Address(string secret) => $"/calendar/{secret}.ics";

    private static async Task<Results<FileContentHttpResult, StatusCodeHttpResult, ContentHttpResult>> ReadAsync(
        HttpContext http, string secret, CalendarFeedService feeds, PublicOrigin origin, CancellationToken cancellationToken)
    {
        var headers = http.Response.Headers;
        // A calendar may keep it and ask whether it is the same still; what lies between, and an index, may not.
        headers.CacheControl = "private, no-cache";
        headers["Referrer-Policy"] = "no-referrer";
        headers["X-Robots-Tag"] = "noindex";
        var known = http.Request.GetTypedHeaders().IfNoneMatch;
        var opened = await feeds.OpenAsync(secret, feed => Write(feed, known, id => origin.IsKnown ? origin.Url($"/meetings/{id}") : null), cancellationToken);
        if (!opened.TryGet(out var written, out var failure))
        {
            return TypedResults.Text(failure.Message, "text/plain; charset=utf-8", statusCode: StatusCodes.Status404NotFound);
        }

        if (written.Calendar is null)
        {
            http.Response.GetTypedHeaders().ETag = written.Tag;
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        return TypedResults.Bytes(written.Calendar, CalendarFeedText.ContentType, entityTag: written.Tag);
    }

    /// <summary>What the calendar has already is not written again.</summary>
    private static Written Write(OpenedCalendarFeed feed, IList<EntityTagHeaderValue> known, Func<Guid, string?> addressOf)
    {
        var tag = new EntityTagHeaderValue($"\"{CalendarFeedText.Tag(feed, addressOf)}\"");
        var isKnown = known.Any(one => one.Equals(EntityTagHeaderValue.Any) || one.Compare(tag, useStrongComparison: false));
        return new Written(tag, isKnown ? null : CalendarFeedText.Write(feed, addressOf));
    }

    private sealed record Written(EntityTagHeaderValue Tag, byte[]? Calendar);
}
