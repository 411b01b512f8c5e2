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
}
