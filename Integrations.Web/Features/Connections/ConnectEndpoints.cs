using System.Security.Claims;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Setup;
using Integrations.Web.Features.Instances;
using Integrations.Web.Hosting.Limits;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.WebUtilities;

namespace Integrations.Web.Features.Connections;

/// <summary>The two stops of an OAuth flow in the browser: leaving for the vendor, and coming back.</summary>
internal static class ConnectEndpoints
{
    public const string GoPath = "/connect/go";
    public const string FailedPath = "/connect/failed";

    public static IServiceCollection AddConnectLauncher(this IServiceCollection services) => services.AddSingleton<ConnectLauncher>().AddScoped<InstanceRemedy>().AddScoped<Palette.PaletteFinder>();

    public static void MapConnect(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(GoPath, Go).RequireAuthorization().ExcludeFromDescription();
        routes.MapGet(OAuthFlow.CallbackPath, CallbackAsync).AllowAnonymous().RequireRateClass(RateClass.Anonymous).WithName("OAuthCallback").WithTags("Connections")
            .Produces(StatusCodes.Status302Found).WithSummary("OAuth callback handler").WithDescription("Where vendors send people back to; redirects to the flow's returnUrl with status and error as query members.");
    }

    private static IResult Go(HttpContext http, string? ticket, ConnectLauncher launcher)
    {
        var user = Guid.TryParse(http.User.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : (Guid?)null;
        if (launcher.Read(ticket, user) is not { } read)
        {
            return Results.Redirect($"{FailedPath}?error=oauth.state_invalid");
        }

        FlowCookie.Set(http, read.State, read.BrowserKey);
        Quiet(http);
        return Results.Redirect(read.AuthorizationUrl);
    }

    private static async Task<IResult> CallbackAsync(HttpContext http, OAuthFlow flow, OAuthTrial trial, string? code, string? state, string? error, string? iss, CancellationToken cancellationToken)
    {
        var session = await http.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        var signedIn = Guid.TryParse(session.Principal?.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : (Guid?)null;
        var callback = new FlowCallback
        {
            Code = code,
            State = state,
            Error = error,
            ErrorDescription = http.Request.Query["error_description"],
            Issuer = iss,
            BrowserKey = FlowCookie.Get(http, state),
            SignedInUser = signedIn,
        };
        if (OAuthTrial.IsTrial(state))
        {
            var tried = await trial.CompleteAsync(callback, http.Connection.RemoteIpAddress?.ToString(), http.TraceIdentifier, cancellationToken);
            FlowCookie.EndSoon(http, state);
            Quiet(http);
            return Results.Redirect(tried is null ? $"{FailedPath}?error=oauth.state_invalid" : QueryHelpers.AddQueryString("/checklist", "tried", tried));
        }

        var end = await flow.CompleteAsync(callback, http.Connection.RemoteIpAddress?.ToString(), http.TraceIdentifier, cancellationToken);
        FlowCookie.EndSoon(http, state);
        Quiet(http);
        var outcome = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["status"] = end.Failure is null ? "connected" : "failed",
            ["error"] = end.Failure?.Code,
            ["integrationId"] = end.InstanceId?.ToString(),
        };
        return Results.Redirect(QueryHelpers.AddQueryString(end.ReturnUrl ?? FailedPath, outcome));
    }

    /// <summary>Nothing of the address is kept or passed on (SECURITY O8).</summary>
    internal static void Quiet(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
    }
}
