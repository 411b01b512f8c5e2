using Microsoft.AspNetCore.Authentication.Cookies;

namespace Integrations.Web.Hosting.SignIn;

/// <summary>Ways to say who one is.</summary>
internal static class Schemes
{
    /// <summary>Chooses one of the other two by address; the default.</summary>
    public const string Hub = "hub";

    public const string Session = CookieAuthenticationDefaults.AuthenticationScheme;
    public const string Bearer = "Bearer";

    /// <summary>Sends people to Microsoft and takes them back; there only where it is configured.</summary>
    public const string Microsoft = "Microsoft";

    /// <summary>Before an organization's id; no scheme of that name is registered, see <see cref="OpenId.OpenIdFlow"/>.</summary>
    public const string OpenId = "openid";
}
