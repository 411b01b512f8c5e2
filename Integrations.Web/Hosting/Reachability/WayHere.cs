using System.Net;

namespace Integrations.Web.Hosting.Reachability;

/// <summary>
/// Decides whether a page can be served to a request. Pages need https and the one name that cookies, circuits and vendors' callbacks
/// belong to. While <c>Hub:PublicOrigin</c> is not set, the hub is being tried: then plain http is right, from this machine alone.
/// </summary>
internal static class WayHere
{
    private const string ForwardedProto = "X-Forwarded-Proto";

    /// <summary>What the forwarded headers' middleware leaves behind of a header that it believed.</summary>
    private const string OriginalProto = "X-Original-Proto";

    private static readonly string[] OfProxies = ["X-Forwarded-For", "X-Forwarded-Host", ForwardedProto, OriginalProto, "X-Original-For", "Forwarded", "Via", "X-Real-IP"];

    /// <param name="request">After forwarded headers of trusted proxies were applied.</param>
    /// <param name="origin"><c>Hub:PublicOrigin</c>; null while it is not set.</param>
    /// <returns>What is wrong; null when the page can be served.</returns>
    public static WrongWay? Refuse(HttpRequest request, Uri? origin)
    {
        if (origin is null || origin.Scheme == Uri.UriSchemeHttp)
        {
            return !request.IsHttps && IsLoopback(request.Host) && !OfProxies.Any(request.Headers.ContainsKey) ? null : WithoutOrigin(request);
        }

        if (!request.IsHttps)
        {
            return request.Headers.ContainsKey(ForwardedProto) ? WrongWay.ProxyNotTrusted
                : request.Headers.ContainsKey(OriginalProto) ? WrongWay.ProxySaysHttp
                : WrongWay.PlainHttp;
        }

        return IsSame(request.Host, origin) ? null : WrongWay.ForeignHost;
    }

    private static WrongWay WithoutOrigin(HttpRequest request) =>
        !request.IsHttps && request.Headers.ContainsKey(ForwardedProto) ? WrongWay.ProxyNotTrusted : WrongWay.NoPublicOrigin;

    private static bool IsLoopback(HostString host) =>
        host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsSame(HostString host, Uri origin) =>
        string.Equals(host.Host, origin.Host, StringComparison.OrdinalIgnoreCase) && (host.Port ?? 443) == origin.Port;
}
