using System.Security.Cryptography;
using System.Text;
using Integrations.Web.Hosting.SignIn;

namespace Integrations.Web.Features.Connections;

/// <summary>
/// Ties a browser to the OAuth flow that it started or confirmed (SECURITY O4). Each flow has a cookie of its own, so that two
/// under way in one browser do not undo each other.
/// </summary>
internal static class FlowCookie
{
    private const string Prefix = "hub-flow-";
    private const int NameDigits = 16;

    // As long as a flow may take.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    // A second answer that comes right after the first is shown how that ended, to this browser alone.
    private static readonly TimeSpan Afterwards = TimeSpan.FromMinutes(1);

    // Lax: the vendor sends the browser back with a top-level navigation.
    public static void Set(HttpContext http, string state, string key) => HostCookie.Set(http, NameOf(state), key, SameSiteMode.Lax, Lifetime);

    public static string? Get(HttpContext http, string? state) => string.IsNullOrEmpty(state) ? null : HostCookie.Get(http, NameOf(state));

    public static void EndSoon(HttpContext http, string? state)
    {
        if (Get(http, state) is { } key)
        {
            HostCookie.Set(http, NameOf(state!), key, SameSiteMode.Lax, Afterwards);
        }
    }

    private static string NameOf(string state) => Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state)))[..NameDigits];
}
