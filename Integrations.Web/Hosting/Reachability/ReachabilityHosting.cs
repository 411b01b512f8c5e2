using Microsoft.Extensions.Options;

namespace Integrations.Web.Hosting.Reachability;

/// <summary>Outside of Development, who comes the wrong way is told so instead of getting a page that cannot work.</summary>
internal static partial class ReachabilityHosting
{
    /// <summary>For programs: they have no cookies, and proxies and service managers ask for health by plain http.</summary>
    private static readonly PathString[] NotPages = ["/api", "/v1", "/health", "/.well-known"];

    public static WebApplicationBuilder AddReachability(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CircuitTransports>();
        builder.Services.AddSingleton<Core.Diagnostics.IDoctorCheck, CircuitTransportCheck>();
        builder.Services.AddSingleton<Core.Diagnostics.IDoctorCheck, Settings.UnknownSettingsCheck>();
        return builder;
    }

    /// <summary>After forwarded headers and languages, before everything that makes cookies.</summary>
    public static WebApplication UseRightWay(this WebApplication app)
    {
        app.UseMiddleware<CircuitTransportMiddleware>();
        if (app.Environment.IsDevelopment())
        {
            return app;
        }

        var origin = app.Services.GetRequiredService<IOptions<PublicOriginOptions>>().Value.ToUri();
        var (clock, logger) = (app.Services.GetRequiredService<TimeProvider>(), app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ReachabilityHosting).FullName!));
        var told = new LastTold(clock);
        app.Use((context, next) =>
        {
            if (NotPages.Any(start => context.Request.Path.StartsWithSegments(start, StringComparison.OrdinalIgnoreCase)) || WayHere.Refuse(context.Request, origin) is not { } way)
            {
                return next(context);
            }

            if (told.IsTime(way))
            {
                LogWrongWay(logger, way, context.Request.Host.ToString(), context.Connection.RemoteIpAddress?.ToString());
            }

            return WrongWayPage.WriteAsync(context, way, origin);
        });
        return app;
    }

    [LoggerMessage(5402, LogLevel.Warning, "A request came the wrong way ({Way}), for {Host} from {RemoteAddress}: docs/operations.md, \"Behind a proxy\"")]
    private static partial void LogWrongWay(ILogger logger, WrongWay way, string host, string? remoteAddress);

    /// <summary>Once a minute for each kind: strangers try odd hosts all the time.</summary>
    private sealed class LastTold(TimeProvider clock)
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

        private readonly Lock _lock = new();
        private readonly Dictionary<WrongWay, long> _at = [];

        public bool IsTime(WrongWay way)
        {
            lock (_lock)
            {
                if (_at.TryGetValue(way, out var last) && clock.GetElapsedTime(last) < Pause)
                {
                    return false;
                }

                _at[way] = clock.GetTimestamp();
                return true;
            }
        }
    }
}
