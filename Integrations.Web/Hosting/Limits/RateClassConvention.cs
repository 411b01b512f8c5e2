namespace Integrations.Web.Hosting.Limits;

internal static class RateClassConvention
{
    /// <summary>Counts requests to these endpoints, per caller, or per address where nobody is signed in.</summary>
    public static TBuilder RequireRateClass<TBuilder>(this TBuilder builder, RateClass rateClass)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RateClassMetadata(rateClass));
}
