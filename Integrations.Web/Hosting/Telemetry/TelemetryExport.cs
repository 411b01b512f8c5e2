using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Integrations.Web.Hosting.Telemetry;

/// <summary>
/// Traces, metrics and logs over OTLP, switched on by the standard <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> (or one of its three
/// variants by signal), as environment variable or setting. Queues are bounded and drop what a receiver does not take: it
/// never holds up a request (RELIABILITY G6).
/// </summary>
internal static class TelemetryExport
{
    /// <summary>What runs in the process besides our own instruments; a star stands for a family of meters.</summary>
    private static readonly string[] BuiltInMeters = ["Microsoft.AspNetCore.*", "System.Net.Http", "System.Runtime"];

    private static readonly string[] Sources = [Primitives.Telemetry.Name, "Microsoft.AspNetCore", "Microsoft.AspNetCore.Components", "System.Net.Http"];

    private static readonly string[] Endpoints =
        ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT"];

    /// <summary>More series of one instrument than this is a bug; what is over is summed up in one (RELIABILITY O).</summary>
    private const int MostSeries = 500;

    public static bool IsOn(IConfiguration configuration) =>
        !string.Equals(configuration["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase)
        && Endpoints.Any(key => !string.IsNullOrWhiteSpace(configuration[key]));

    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        LogEncoding.AddTo(builder.Services);
        builder.Services.AddSingleton<RefusalFigures>();
        builder.Services.AddOwnTraces(builder.Configuration);
        if (!IsOn(builder.Configuration))
        {
            return builder;
        }

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => Describe(resource, named: builder.Configuration["OTEL_SERVICE_NAME"]))
            .WithTracing(traces => traces.AddSource(Sources).AddProcessor(new SpanRedaction()))
            .WithMetrics(metrics => metrics.AddMeter([Primitives.Telemetry.Name, .. BuiltInMeters]).AddView(Bounded))
            .WithLogging(configureBuilder: null, logs => logs.IncludeFormattedMessage = true)
            .UseOtlpExporter();
        return builder;
    }

    private static void Describe(ResourceBuilder resource, string? named)
    {
        // The standard variable outranks our own name.
        if (string.IsNullOrWhiteSpace(named))
        {
            resource.AddService("integrations-hub", serviceVersion: typeof(TelemetryExport).Assembly.GetName().Version?.ToString(3));
        }
    }

    /// <summary>Hosts are as many as receivers that people name, so the framework's client figures are kept without them.</summary>
    private static MetricStreamConfiguration Bounded(Instrument instrument) => instrument.Meter.Name == "System.Net.Http"
        ? new MetricStreamConfiguration
        {
            CardinalityLimit = MostSeries,
            TagKeys = ["http.request.method", "http.response.status_code", "error.type", "network.protocol.version", "http.connection.state"],
        }
        : new MetricStreamConfiguration { CardinalityLimit = MostSeries };
}
