using Integrations.Core.Connections.Links;
using Integrations.Web.Hosting.SignIn;

namespace Integrations.Web.Features.Connections.Links;

/// <summary>Ties a browser to the link that it took, as <see cref="FlowCookie"/> does to a flow.</summary>
internal static class LinkCookie
{
    private const string Prefix = "hub-link-";

    // Lax: the vendor sends the browser back with a top-level navigation.
    public static void Set(HttpContext http, Guid linkId, string key) => HostCookie.Set(http, NameOf(linkId), key, SameSiteMode.Lax, ConnectLink.TimeForOne);

    public static string? Get(HttpContext http, Guid linkId) => HostCookie.Get(http, NameOf(linkId));

    private static string NameOf(Guid linkId) => $"{Prefix}{linkId:N}";
}
