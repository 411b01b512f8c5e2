using Integrations.Core.Widgets;
using Integrations.Web.Hosting.Limits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Integrations.Web.Features.Widgets;

/// <summary>
/// Widgets for other people's pages: the link in the address is all that opens them. A page of its own kind, the only one that
/// may be framed, and only by the origins that its link names.
/// </summary>
internal static class EmbedEndpoints
{
    public static void MapEmbeds(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/embed/{widget}/{token}", ShowAsync).AllowAnonymous().RequireRateClass(RateClass.Widget).ExcludeFromDescription();

    internal static string Address(WidgetKind kind, string token) => $"/embed/{Name(kind)}/{token}";

    private static async Task<IResult> ShowAsync(HttpContext http, string widget, string token, string? theme, WidgetLinkService links, CancellationToken cancellationToken)
    {
        var kind = Enum.GetValues<WidgetKind>().Where(known => Name(known) == widget).Select(known => (WidgetKind?)known).FirstOrDefault();
        var view = kind is { } wanted && (await links.OpenAsync(wanted, token, cancellationToken)).TryGet(out var opened, out _) ? opened : null;

        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy(view?.Link.Origins ?? []);
        headers.CacheControl = "no-store";
        // The address is the key: it goes to no other site and into no index.
        headers["Referrer-Policy"] = "no-referrer";
        headers["X-Robots-Tag"] = "noindex";
        return new RazorComponentResult<EmbedDocument>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(EmbedDocument.View)] = view,
            [nameof(EmbedDocument.Theme)] = theme is "light" or "dark" ? theme : null,
        })
        {
            StatusCode = view is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK,
        };
    }

    /// <summary>No circuit, no form, no inline style: less than the hub's own pages need, and therefore less than they may.</summary>
    private static string Policy(IReadOnlyList<string> origins) =>
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
        + $"frame-ancestors {(origins.Count == 0 ? "'none'" : string.Join(' ', origins))}";

    private static string Name(WidgetKind kind) => kind.ToString().ToLowerInvariant();
}
