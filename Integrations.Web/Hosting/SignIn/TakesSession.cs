namespace Integrations.Web.Hosting.SignIn;

/// <summary>Marks an endpoint under <c>/api</c> that people reach in their browser, such as an OAuth callback: it takes the cookie.</summary>
internal sealed class TakesSession
{
    public static TakesSession Instance { get; } = new();
}
