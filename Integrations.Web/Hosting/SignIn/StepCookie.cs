namespace Integrations.Web.Hosting.SignIn;

/// <summary>Carries something sealed from one step of signing in to the next. It is useless by itself, goes to no other site, and ends with the browser.</summary>
internal sealed class StepCookie(string name)
{
    /// <summary>The ticket that a right password gave, useless without a code.</summary>
    public static StepCookie Ticket { get; } = new("hub-sign-in");

    /// <summary>What a passkey has to answer.</summary>
    public static StepCookie Passkey { get; } = new("hub-passkey");

    /// <summary>What came of trying an organization's provider.</summary>
    public static StepCookie TriedProvider { get; } = new("hub-tried-provider");

    public void Set(HttpContext context, string value) => HostCookie.Set(context, name, value, SameSiteMode.Strict);

    public string? Get(HttpContext context) => HostCookie.Get(context, name);

    public void Clear(HttpContext context) => HostCookie.Clear(context, name, SameSiteMode.Strict);
}
