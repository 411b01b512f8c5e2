using System.ComponentModel.DataAnnotations;

namespace Integrations.Web.Hosting.Limits;

/// <summary>
/// Requests per caller and class in any 60 seconds. Section <c>RateLimits</c>; values may tighten the documented ones, never loosen
/// them. Those for strangers are the operator's: many people may come from one address.
/// </summary>
internal sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    [Range(1, 100)]
    public int Provider { get; set; } = 100;

    [Range(1, 200)]
    public int Integration { get; set; } = 200;

    [Range(1, 50)]
    public int Connection { get; set; } = 50;

    [Range(1, 30)]
    public int Search { get; set; } = 30;

    [Range(1, 100)]
    public int Widget { get; set; } = 100;

    [Range(1, 20)]
    public int SignIn { get; set; } = 20;

    /// <summary>Pages, documents and answers that need no sign-in, files left out, per address.</summary>
    [Range(1, 1_000_000)]
    public int Anonymous { get; set; } = 300;

    /// <summary>Deliveries of vendors, per address.</summary>
    [Range(1, 1_000_000)]
    public int Inbound { get; set; } = 3_000;

    /// <summary>Deliveries to one integration's inbound address, wherever they come from.</summary>
    [Range(1, 1_000_000)]
    public int InboundAddress { get; set; } = 1_200;

    /// <summary>Callers counted one by one; beyond that, newcomers share counters, so that made-up ones cost no memory (SECURITY V3).</summary>
    [Range(100, 1_000_000)]
    public int MaxPartitions { get; set; } = 50_000;

    public int Of(RateClass rateClass) => rateClass switch
    {
        RateClass.Provider => Provider,
        RateClass.Integration => Integration,
        RateClass.Connection => Connection,
        RateClass.Search => Search,
        RateClass.Widget => Widget,
        RateClass.Anonymous => Anonymous,
        RateClass.Inbound => Inbound,
        _ => SignIn,
    };
}
