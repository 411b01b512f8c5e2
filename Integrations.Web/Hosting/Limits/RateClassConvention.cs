namespace Integrations.Web.Hosting.Limits;

internal static class RateClassConvention
{
    /// <summary>Counts requests to these endpoints, per caller, or per address where no one is signed in.</summary>
    public static TBuilder RequireRateClass<TBuilder>(this TBuilder builder, RateClass rateClass)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RateClassMetadata(rateClass));

    /// <summary>Counts requests per address, before authentication: for doors at which that is all the work.</summary>
    public static TBuilder RequireRateClassFirst<TBuilder>(this TBuilder builder, RateClass rateClass)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RateClassMetadata(rateClass) { IsFirst = true });
}
