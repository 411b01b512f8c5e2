using System.Net.Mime;
using System.Text.Encodings.Web;
using Integrations.Connectors.Http;
using Integrations.Core.Identity;
using Integrations.Core.Identity.Accounts;
using Integrations.Core.Identity.Entra;
using Integrations.Primitives;
using Microsoft.AspNetCore.Authentication;

namespace Integrations.Web.Hosting.SignIn.Entra;

/// <summary>What becomes of a person whom Microsoft sent back.</summary>
internal static class MicrosoftAnswer
{
    /// <summary>The session that asked to link an account; absent where someone signs in.</summary>
    public const string LinkingSession = "linking_session";

    /// <summary>The query parameter that tells a page what came of it.</summary>
    public const string Outcome = "microsoft";

    public const string Linked = "linked";
    public const string Taken = "taken";
    public const string Unknown = "unknown";
    public const string Failed = "failed";
    public const string Unreachable = "unreachable";

    /// <summary>Anyone who comes here holds an identity token that was verified.</summary>
    public static async Task TakeAsync(TicketReceivedContext context)
    {
        context.HandleResponse();
        var (http, principal) = (context.HttpContext, context.Principal);
        if (principal?.FindFirst("iss")?.Value is not { } issuer || principal.FindFirst("sub")?.Value is not { } subject)
        {
            http.Response.Redirect(Page(context.Properties, Failed));
            return;
        }

        var identity = new MicrosoftIdentity(issuer, subject, principal.FindFirst("preferred_username")?.Value ?? principal.FindFirst("name")?.Value ?? "Microsoft");
        if (context.Properties?.Items.TryGetValue(LinkingSession, out var session) == true)
        {
            await LinkAsync(http, identity, session);
        }
        else
        {
            await SignInAsync(http, identity, ReturnPath.OrStart(context.ReturnUri));
        }
    }

    public static Task FailAsync(RemoteFailureContext context)
    {
        context.HandleResponse();
        context.Response.Redirect(Page(context.Properties, IsUnreachable(context.Failure) ? Unreachable : Failed));
        return Task.CompletedTask;
    }

    private static async Task LinkAsync(HttpContext http, MicrosoftIdentity identity, string? session)
    {
        var present = await http.AuthenticateAsync(Schemes.Session);
        if (present.Principal?.ToCaller() is not { } caller || caller.SessionId?.ToString("D") != session)
        {
            http.Response.Redirect("/account" + QueryString.Create(Outcome, Failed));
            return;
        }

        var linked = await http.RequestServices.GetRequiredService<MicrosoftAccounts>().LinkAsync(caller with { RequestId = http.TraceIdentifier }, identity, http.RequestAborted);
        http.Response.Redirect("/account" + QueryString.Create(Outcome, linked.Failure switch
        {
            null => Linked,
            { Kind: FailureKind.Conflict } => Taken,
            _ => Failed,
        }));
    }

    private static async Task SignInAsync(HttpContext http, MicrosoftIdentity identity, string returnPath)
    {
        var services = http.RequestServices;
        var answer = await services.GetRequiredService<MicrosoftAccounts>().SignInAsync(identity, http.SignInOrigin(), http.RequestAborted);
        if (!answer.TryGet(out var right, out var failure))
        {
            http.Response.Redirect(SessionCookie.SignInPath + QueryString.Create(Outcome, failure.Code == SignInService.ProviderOnlyCode ? failure.Code : Unknown));
            return;
        }

        if (right.NeedsCode)
        {
            StepCookie.Ticket.Set(http, services.GetRequiredService<SignInTickets>().Create(right.Who));
            await GoOnFromHereAsync(http, SessionCookie.CodePath + QueryString.Create(SessionCookie.ReturnUrl, returnPath));
            return;
        }

        await http.OpenSessionAsync(right.Who, SignInProof.Microsoft);
        http.Response.Redirect(returnPath);
    }

    // A redirect from another site goes on without cookies that are Strict; a page of ours does not.
    private static Task GoOnFromHereAsync(HttpContext http, string address)
    {
        http.Response.ContentType = MediaTypeNames.Text.Html;
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsync($"""<!DOCTYPE html><meta http-equiv="refresh" content="0;url={HtmlEncoder.Default.Encode(address)}"><title>Integrations</title>""");
    }

    /// <summary>Metadata, keys or the token endpoint did not answer; told apart from an answer that was refused.</summary>
    private static bool IsUnreachable(Exception? failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpRequestException or IOException or TimeoutException or OperationCanceledException or EgressBlockedException)
            {
                return true;
            }
        }

        return false;
    }

    private static string Page(AuthenticationProperties? properties, string outcome) =>
        (properties?.Items.ContainsKey(LinkingSession) == true ? "/account" : SessionCookie.SignInPath) + QueryString.Create(Outcome, outcome);
}
