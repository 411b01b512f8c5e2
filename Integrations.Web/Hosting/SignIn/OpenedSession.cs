using Integrations.Core.Identity;
using Integrations.Core.Identity.Accounts;
using Microsoft.AspNetCore.Authentication;

namespace Integrations.Web.Hosting.SignIn;

internal static class OpenedSession
{
    /// <summary>Signs someone in who just proved to be who they are: a new session in place of the one this browser had, and its cookie.</summary>
    public static async Task OpenSessionAsync(this HttpContext context, UserStanding who, SignInProof proof)
    {
        var present = await context.AuthenticateAsync(Schemes.Session);
        var session = await context.RequestServices.GetRequiredService<BrowserSessions>()
            .OpenAsync(who, proof, present.Principal?.Id(HubClaims.Session), context.SignInOrigin(), context.RequestAborted);
        await context.SignInAsync(Schemes.Session, HubClaims.ForCookie(who, session.Id));
    }

    /// <summary>After a right password: signs in, or leaves a ticket where a code is wanted too.</summary>
    /// <param name="returnUrl">Where the person wanted to go; what is no path of the hub's leads to the start.</param>
    /// <returns>The path to go on to.</returns>
    public static async Task<string> TakePasswordAsync(this HttpContext context, PasswordAnswer right, string? returnUrl)
    {
        var goal = ReturnPath.OrStart(returnUrl);
        if (right.NeedsCode)
        {
            StepCookie.Ticket.Set(context, context.RequestServices.GetRequiredService<SignInTickets>().Create(right.Who));
            return SessionCookie.CodePath + QueryString.Create(SessionCookie.ReturnUrl, goal);
        }

        await context.OpenSessionAsync(right.Who, SignInProof.Password);
        return goal;
    }
}
