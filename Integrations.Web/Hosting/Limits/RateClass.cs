namespace Integrations.Web.Hosting.Limits;

/// <summary>What kind of request counts together (001, "Rate Limiting"; SECURITY V1).</summary>
internal enum RateClass
{
    Provider,
    Integration,
    Connection,
    Search,
    Widget,

    /// <summary>Passwords and client secrets, per address (SECURITY S3).</summary>
    SignIn,

    /// <summary>Whatever else is open to strangers, per address (SECURITY V2, X7).</summary>
    Anonymous,

    /// <summary>Deliveries of vendors, per address: one vendor sends for many from few of them.</summary>
    Inbound,
}

internal static class RateClassConvention
{
    /// <summary>Counts requests to these endpoints, per caller, or per address where nobody is signed in.</summary>
    public static TBuilder RequireRateClass<TBuilder>(this TBuilder builder, RateClass rateClass)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RateClassMetadata(rateClass));

    /// <summary>Counts requests per address, before authentication: for doors at which that is all the work.</summary>
    public static TBuilder RequireRateClassFirst<TBuilder>(this TBuilder builder, RateClass rateClass)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RateClassMetadata(rateClass) { IsFirst = true });
}

internal sealed record RateClassMetadata(RateClass Class)
{
    public bool IsFirst { get; init; }
}
