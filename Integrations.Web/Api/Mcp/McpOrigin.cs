using System.Net;
using Integrations.Core.Identity;
using Integrations.Primitives;
using Integrations.Web.Hosting;
using Integrations.Web.Hosting.Errors;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Api.Mcp;

/// <summary>
/// Refuses pages of other origins, which browsers let send messages to a hub on this machine once they rebind their own name to it. Programs send no
/// origin; a page of the hub or of <c>Auth:AllowedOrigins</c> sends one that is known.
/// </summary>
internal static class McpOrigin
{
    public static WebApplication UseMcpOrigin(this WebApplication app)
    {
        var own = app.Services.GetRequiredService<IOptions<PublicOriginOptions>>().Value.ToUri()?.GetLeftPart(UriPartial.Authority);
        var allowed = app.Services.GetRequiredService<IOptions<AccessOptions>>().Value.AllowedOrigins;
        app.Use((context, next) =>
            context.Request.Path.StartsWithSegments(McpHosting.Path, StringComparison.OrdinalIgnoreCase) && context.Request.Headers.Origin is { Count: > 0 } given
            && !(given.Count == 1 && IsKnown(context.Request, given[0] ?? "", own, allowed))
                ? ApiErrors.WriteAsync(context, ApiError.From(Failure.Forbidden("Pages of this origin may not call the hub's tools. An operator can add it to Auth:AllowedOrigins.")))
                : next(context));
        return app;
    }

    private static bool IsKnown(HttpRequest request, string origin, string? own, IList<string> allowed) =>
        allowed.Contains(origin, StringComparer.OrdinalIgnoreCase)
        || string.Equals(origin, own ?? (IsThisMachine(request.Host) ? $"{request.Scheme}://{request.Host}" : null), StringComparison.OrdinalIgnoreCase);

    // Without an origin of its own the hub is tried on one machine: a name that leads there may have been rebound, an address cannot.
    private static bool IsThisMachine(HostString host) =>
        host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
