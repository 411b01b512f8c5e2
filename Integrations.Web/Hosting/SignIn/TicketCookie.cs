using Microsoft.Extensions.Options;

namespace Integrations.Web.Hosting.SignIn;

/// <summary>Carries the sign-in ticket from the password to the code. It is useless without a code, and ends with the browser.</summary>
internal static class TicketCookie
{
    private const string Name = "hub-sign-in";

    public static void Set(HttpContext context, string ticket) => context.Response.Cookies.Append(NameFor(context), ticket, Options(context));

    public static string? Get(HttpContext context) => context.Request.Cookies[NameFor(context)];

    public static void Clear(HttpContext context) => context.Response.Cookies.Delete(NameFor(context), Options(context));

    private static string NameFor(HttpContext context) => SessionCookie.Name(IsSecure(context), Name);

    private static CookieOptions Options(HttpContext context) =>
        new() { HttpOnly = true, Secure = IsSecure(context), SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true };

    private static bool IsSecure(HttpContext context) => SessionCookie.IsSecure(
        context.RequestServices.GetRequiredService<IHostEnvironment>(), context.RequestServices.GetRequiredService<IOptions<PublicOriginOptions>>().Value);
}
