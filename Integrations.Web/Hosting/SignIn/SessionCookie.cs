using System.Security.Claims;
using Integrations.Core.Identity;
using Integrations.Web.Hosting.Telemetry;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Hosting.SignIn;

/// <summary>The browser's cookie (SECURITY S1). It names a session; whether that still counts, and what it may, is asked of the database.</summary>
internal static class SessionCookie
{
    public const string SignInPath = "/account/sign-in";
    public const string DeniedPath = "/account/denied";
    public const string CodePath = "/account/sign-in/code";
    public const string ConfirmPath = "/account/confirm";
    public const string SecondFactorPath = "/account/second-factor";
    public const string ForgottenPath = "/account/forgot-password";
    public const string ReturnUrl = "returnUrl";

    /// <summary>
    /// Browsers refuse the <c>__Host-</c> prefix without Secure, and most refuse Secure over plain http. Plain http is served on loopback
    /// alone, in Development and while the hub is being tried; pages for everyone else are refused until <c>Hub:PublicOrigin</c> is
    /// https (<see cref="Reachability.WayHere"/>), and then every cookie has both (docs/decisions/0007).
    /// </summary>
    /// <param name="origin">Also as it was typed, before anything has looked at it.</param>
    public static bool IsSecure(PublicOriginOptions origin) => Uri.TryCreate(origin.PublicOrigin, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps;

    public static string Name(bool isSecure, string name) => isSecure ? "__Host-" + name : name;

    public static void Configure(CookieAuthenticationOptions cookie, bool isSecure, AccessOptions access)
    {
        cookie.Cookie.Name = Name(isSecure, "hub-session");
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.Path = "/";
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = isSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        cookie.ExpireTimeSpan = access.SessionIdle;
        cookie.SlidingExpiration = true;
        cookie.Events = new CookieAuthenticationEvents
        {
            OnValidatePrincipal = ValidateAsync,
            OnRedirectToLogin = context => Answer(context, StatusCodes.Status401Unauthorized, SignInPath),
            OnRedirectToAccessDenied = context =>
            {
                context.HttpContext.RequestServices.GetRequiredService<RefusalFigures>().Refused(RefusalFigures.Forbidden, context.HttpContext);
                return Answer(context, StatusCodes.Status403Forbidden, DeniedPath);
            },
        };
    }

    /// <summary>Where the person confirms that it is them, and comes back from to the page that is open.</summary>
    public static string ConfirmAddress(NavigationManager navigation) => ConfirmAddress("/" + navigation.ToBaseRelativePath(navigation.Uri));

    /// <summary>Where the person confirms that it is them, and goes on from to a path of the hub's.</summary>
    public static string ConfirmAddress(string path) => ConfirmPath + QueryString.Create(ReturnUrl, path);

    /// <summary>The principal as the database sees it now; null when the session has ended, the stamp changed, or the person may not come in.</summary>
    public static async Task<ClaimsPrincipal?> ConfirmAsync(
        UserDirectory directory, ClaimsPrincipal presented, string? address, CancellationToken cancellationToken) =>
        presented.Id(HubClaims.Subject) is { } userId && presented.Id(HubClaims.Session) is { } sessionId
        && await directory.FindEnabledAsync(userId, cancellationToken) is { } who
        && who.Stamp == presented.FindFirst(HubClaims.Stamp)?.Value
        && await directory.FindSessionAsync(sessionId, userId, cancellationToken) is { } session
            ? HubClaims.ForSession(who, sessionId, session, address)
            : null;

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        var confirmed = await ConfirmAsync(
            http.RequestServices.GetRequiredService<UserDirectory>(), context.Principal!, http.Connection.RemoteIpAddress?.ToString(), http.RequestAborted);
        if (confirmed is null)
        {
            context.RejectPrincipal();
            await http.SignOutAsync(Schemes.Session);
            return;
        }

        // For this request only: a sliding renewal writes the ticket that came, so no rights get into the cookie.
        context.ReplacePrincipal(confirmed);
    }

    private static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status, string page)
    {
        var request = context.Request;
        if (!HttpMethods.IsGet(request.Method) || !request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        }

        // A relative address: what stands in the Host header vouches for nothing (SECURITY O6).
        var from = request.PathBase + request.Path + request.QueryString;
        context.Response.Redirect(page + QueryString.Create(ReturnUrl, from));
        return Task.CompletedTask;
    }
}
