using Integrations.Core.Identity;
using Integrations.Core.Identity.Organizations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Hosting.SignIn;

/// <summary>
/// Where <c>Auth:RequireSecondFactor</c> asks for one, a session opened by a password alone may set it up and sign out, and
/// nothing else (SECURITY S4). Circuits are behind the same door, so that no page opens over one either.
/// </summary>
internal static class SecondFactorSetUp
{
    private static readonly PathString[] Open =
        [SessionCookie.SecondFactorPath, SessionCookie.ConfirmPath, SessionCookie.SignInPath, SessionCookie.DeniedPath, Invitation.PagePath];

    public static WebApplication UseSecondFactorSetUp(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<AccessOptions>>().Value;
        app.Use((context, next) =>
        {
            var caller = context.User.ToCaller();
            if (caller.SessionId is null || context.User.HasSecondFactor() || !options.AsksSecondFactorOf(caller.Role) || IsOpen(context))
            {
                return next(context);
            }

            if (HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
            {
                context.Response.Redirect(SessionCookie.SecondFactorPath);
            }
            else
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
            }

            return Task.CompletedTask;
        });
        return app;
    }

    // Scripts, styles and signing out are open to those who are half in too; circuits and other pages are not, the dashboard
    // among them, which greets strangers and therefore is anonymous.
    private static bool IsOpen(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase)
        && (Open.Any(path => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase))
            || (context.GetEndpoint()?.Metadata is { } endpoint && endpoint.GetMetadata<IAllowAnonymous>() is not null && endpoint.GetMetadata<ComponentTypeMetadata>() is null));
}
