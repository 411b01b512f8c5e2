using Microsoft.Extensions.Options;

namespace Integrations.Web.Hosting.SignIn;

/// <summary>Carries something sealed from one step of signing in to the next. It is useless by itself, goes to no other site, and ends with the browser.</summary>
internal sealed class StepCookie(string name)
{
    /// <summary>The ticket that a right password gave, useless without a code.</summary>
    public static StepCookie Ticket { get; } = new("hub-sign-in");

    /// <summary>What a passkey has to answer.</summary>
    public static StepCookie Passkey { get; } = new("hub-passkey");

    public void Set(HttpContext context, string value) => context.Response.Cookies.Append(NameFor(context), value, Options(context));

    public string? Get(HttpContext context) => context.Request.Cookies[NameFor(context)];

    public void Clear(HttpContext context) => context.Response.Cookies.Delete(NameFor(context), Options(context));

    private string NameFor(HttpContext context) => SessionCookie.Name(IsSecure(context), name);

    private static CookieOptions Options(HttpContext context) =>
        new() { HttpOnly = true, Secure = IsSecure(context), SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true };

    private static bool IsSecure(HttpContext context) => SessionCookie.IsSecure(
        context.RequestServices.GetRequiredService<IHostEnvironment>(), context.RequestServices.GetRequiredService<IOptions<PublicOriginOptions>>().Value);
}
