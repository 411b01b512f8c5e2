using Integrations.Core.Identity.Accounts;
using Integrations.Web.Localization;

namespace Integrations.Web.Hosting.SignIn;

internal static class SignInOrigins
{
    /// <summary>Where this request comes from, as audit and the list of sessions tell it.</summary>
    public static SignInOrigin SignInOrigin(this HttpContext context) =>
        new(context.Connection.RemoteIpAddress?.ToString(), context.TraceIdentifier, context.Request.Headers.UserAgent.ToString(), Languages.Current.Name);
}
