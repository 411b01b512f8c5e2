using System.Net.Mime;
using Integrations.Core.Identity.Accounts;
using Integrations.Core.Permissions;
using Integrations.Web.Hosting.Limits;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Integrations.Web.Hosting.SignIn;

/// <summary>
/// Takes a password that a page on a circuit asks for in place. The form is posted here by the browser, so that the password
/// never travels over the circuit (SECURITY B3, S5).
/// </summary>
internal static class ConfirmEndpoint
{
    public const string Path = "/account/confirm/here";

    public static IEndpointRouteBuilder MapConfirm(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path, ConfirmAsync).RequireAuthorization().RequireRateClass(RateClass.SignIn).ExcludeFromDescription();
        return routes;
    }

    private static async Task<Results<NoContent, ContentHttpResult>> ConfirmAsync(
        HttpContext context, IAntiforgery antiforgery, BrowserSessions sessions, Caller caller, CancellationToken cancellationToken)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Say(Text.T("This page is too old. Load it again."));
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var confirmed = await sessions.ConfirmAsync(caller, form["password"].ToString(), cancellationToken);
        return confirmed.Failure switch
        {
            null => TypedResults.NoContent(),
            { Code: SessionService.PasswordRefusedCode } => Say(Text.T("The password is not right, or the account is locked for a while.")),
            var failure => Say(failure.Message),
        };
    }

    private static ContentHttpResult Say(string message) => TypedResults.Text(message, MediaTypeNames.Text.Plain, statusCode: StatusCodes.Status400BadRequest);
}
