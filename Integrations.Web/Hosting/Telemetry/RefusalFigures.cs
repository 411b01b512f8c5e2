using System.Diagnostics.Metrics;
using Integrations.Web.Hosting.Limits;

namespace Integrations.Web.Hosting.Telemetry;

/// <summary>Counts and logs what the door refuses (RELIABILITY O3, SECURITY L7).</summary>
internal sealed partial class RefusalFigures(IMeterFactory meters, ILogger<RefusalFigures> logger)
{
    /// <summary>A token that is not valid, has expired or was revoked.</summary>
    public const string Token = "token";

    /// <summary>Someone known asked for what they may not do.</summary>
    public const string Forbidden = "forbidden";

    private readonly Counter<long> _refused = meters.Create(Primitives.Telemetry.Name).CreateCounter<long>("integrations.auth.failures", "{refusal}");

    // The limiter is the hub's own; its figures have the framework's name, so that dashboards find them.
    private readonly Counter<long> _admissions = meters.Create(Primitives.Telemetry.Name).CreateCounter<long>("aspnetcore.rate_limiting.requests", "{request}");

    public void Refused(string reason, HttpContext context)
    {
        _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));
        LogRefused(logger, context.Request.Method, (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText, context.Connection.RemoteIpAddress?.ToString(), reason);
    }

    public void Counted(RateClass rateClass, bool isAdmitted) =>
        _admissions.Add(1, new("aspnetcore.rate_limiting.policy", rateClass.ToString().ToLowerInvariant()), new("aspnetcore.rate_limiting.result", isAdmitted ? "acquired" : "endpoint_limiter"));

    [LoggerMessage(5301, LogLevel.Warning, "{Method} {Route} from {RemoteAddress} was refused: {Reason}")]
    private static partial void LogRefused(ILogger logger, string method, string? route, string? remoteAddress, string reason);
}
