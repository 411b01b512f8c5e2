using Microsoft.Extensions.Options;

namespace Integrations.Web.Hosting.SignIn;

/// <summary>Cookies that are for this host alone: their names carry <c>__Host-</c> wherever the hub's cookies are Secure (see <see cref="SessionCookie.IsSecure"/>).</summary>
internal static class HostCookie
{
    public static string? Get(HttpContext context, string name) => context.Request.Cookies[NameFor(context, name)];

    /// <param name="maxAge">Null for as long as the browser is open.</param>
    public static void Set(HttpContext context, string name, string value, SameSiteMode sameSite, TimeSpan? maxAge = null) =>
        context.Response.Cookies.Append(NameFor(context, name), value, Options(context, sameSite, maxAge));

    public static void Clear(HttpContext context, string name, SameSiteMode sameSite) =>
        context.Response.Cookies.Delete(NameFor(context, name), Options(context, sameSite, maxAge: null));

    private static string NameFor(HttpContext context, string name) => SessionCookie.Name(IsSecure(context), name);

    private static CookieOptions Options(HttpContext context, SameSiteMode sameSite, TimeSpan? maxAge) =>
        new() { HttpOnly = true, Secure = IsSecure(context), SameSite = sameSite, Path = "/", IsEssential = true, MaxAge = maxAge };

    private static bool IsSecure(HttpContext context) => SessionCookie.IsSecure(context.RequestServices.GetRequiredService<IOptions<PublicOriginOptions>>().Value);
}
