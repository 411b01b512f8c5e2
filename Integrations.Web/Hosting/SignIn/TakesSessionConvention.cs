namespace Integrations.Web.Hosting.SignIn;

internal static class TakesSessionConvention
{
    /// <summary>For addresses under <c>/api</c> that a vendor sends a browser to. Such an endpoint must change nothing on GET that the cookie alone would allow.</summary>
    public static TBuilder WithBrowserSession<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(TakesSession.Instance);
}
