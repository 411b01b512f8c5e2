using Integrations.Web.Components;
using Microsoft.AspNetCore.Authorization;

namespace Integrations.Web.Hosting;

internal static class BlazorEndpoints
{
    /// <summary>
    /// Pages say themselves who may see them. The circuit behind them is open to all, because anonymous pages have one too;
    /// nothing on it acts without asking Core (SECURITY B1).
    /// </summary>
    public static IEndpointRouteBuilder MapPages(this IEndpointRouteBuilder routes)
    {
        routes.MapStaticAssets().AllowAnonymous();
        ThemeStylesheet.Map(routes);
        routes.MapRazorComponents<App>().AddInteractiveServerRenderMode(pages =>
        {
            // Ours says frame-ancestors and more (SecurityHeaders); two policies would hide one another.
            pages.ContentSecurityFrameAncestorsPolicy = null;
        }).Add(endpoint =>
        {
            if (endpoint is RouteEndpointBuilder route
                && (route.RoutePattern.RawText?.TrimStart('/') is { } pattern)
                && (pattern.StartsWith("_blazor", StringComparison.Ordinal) || pattern.StartsWith("_framework", StringComparison.Ordinal)))
            {
                endpoint.Metadata.Add(new AllowAnonymousAttribute());
            }
        });
        return routes;
    }
}
