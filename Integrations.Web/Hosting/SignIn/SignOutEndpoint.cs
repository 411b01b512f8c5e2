using Integrations.Core.Identity.Accounts;
using Integrations.Core.Permissions;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Integrations.Web.Hosting.SignIn;

internal static class SignOutEndpoint
{
    public const string Path = "/account/sign-out";

    public static IEndpointRouteBuilder MapSignOut(this IEndpointRouteBuilder routes)
    {
        // Anonymous too: who comes back to a page after the session ended should not be asked to sign in to sign out.
        routes.MapPost(Path, SignOutAsync).AllowAnonymous().ExcludeFromDescription();
        return routes;
    }

    private static async Task<Results<RedirectHttpResult, BadRequest>> SignOutAsync(
        HttpContext context, IAntiforgery antiforgery, BrowserSessions sessions, Caller caller, CancellationToken cancellationToken)
    {
        if (caller.SessionId is { } session)
        {
            if (!await antiforgery.IsRequestValidAsync(context))
            {
                return TypedResults.BadRequest();
            }

            await sessions.EndAsync(caller, session, cancellationToken);
        }

        await context.SignOutAsync(Schemes.Session);
        return TypedResults.LocalRedirect(SessionCookie.SignInPath);
    }
}
