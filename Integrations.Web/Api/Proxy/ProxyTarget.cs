using Microsoft.AspNetCore.Http.Features;

namespace Integrations.Web.Api.Proxy;

/// <summary>What a request wants called, as it was written: the server decodes paths and resolves dots, and what it did so cannot be judged any more.</summary>
internal static class ProxyTarget
{
    /// <summary>Path and query behind the integration's id; null where they are not where routing found them.</summary>
    public static (string Path, string Query)? Of(HttpContext context)
    {
        var raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var end = raw.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0 ? mark : raw.Length;
        var (written, query) = (raw[..end], raw[end..]);
        var start = written.IndexOf($"{ProxyEndpoints.Path}/", StringComparison.OrdinalIgnoreCase);
        if (start < 0)
        {
            return null;
        }

        var rest = written[(start + ProxyEndpoints.Path.Length + 1)..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var (id, path) = slash < 0 ? (rest, "") : (rest[..slash], rest[(slash + 1)..]);
        return id == context.Request.RouteValues["integrationId"] as string ? (path, query) : null;
    }
}
