using System.Security.Cryptography;
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

    private static async Task<Results<FileContentHttpResult, ContentHttpResult>> ReadAsync(
        HttpContext http, string secret, CalendarFeedService feeds, PublicOrigin origin, CancellationToken cancellationToken)
    {
        var headers = http.Response.Headers;
        // A calendar may keep it and ask whether it is the same still; what lies between, and an index, may not.
        headers.CacheControl = "private, no-cache";
        headers["Referrer-Policy"] = "no-referrer";
        headers["X-Robots-Tag"] = "noindex";
        if (!(await feeds.OpenAsync(secret, cancellationToken)).TryGet(out var feed, out var failure))
        {
            return TypedResults.Text(failure.Message, "text/plain; charset=utf-8", statusCode: StatusCodes.Status404NotFound);
        }

        var calendar = CalendarFeedText.Write(feed, id => origin.IsKnown ? origin.Url($"/meetings/{id}") : null);
        return TypedResults.Bytes(calendar, CalendarFeedText.ContentType, entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(calendar))}\""));
    }
}
