using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Integrations.Tests.Hosting.Telemetry;

internal sealed record ReceivedSpan(
    string TraceId, string SpanId, string ParentId, string Scope, string Name, int Kind, IReadOnlyDictionary<string, string> Tags, IReadOnlyList<string> LinkedTraces, bool IsError);

/// <param name="Value">The last value of a counter or gauge; how many were recorded of a histogram.</param>
internal sealed record ReceivedPoint(string Metric, string Unit, IReadOnlyDictionary<string, string> Tags, double Value);

internal sealed record ReceivedLog(string TraceId, string Category, string Body, IReadOnlyDictionary<string, string> Tags);

/// <summary>Somebody's OpenTelemetry collector on loopback, OTLP over HTTP with Protocol Buffers.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OtlpReceiver(WebApplication app) => _app = app;

    public ConcurrentQueue<ReceivedSpan> Spans { get; } = [];

    public ConcurrentDictionary<string, ReceivedPoint> Points { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<ReceivedLog> Logs { get; } = [];

    /// <summary>Everything that came, as it came.</summary>
    public ConcurrentQueue<byte[]> Bodies { get; } = [];

    /// <summary>Answers nothing until this ends; ended from the start unless told otherwise.</summary>
    public Task Answers { get; set; } = Task.CompletedTask;

    public string Url { get; private set; } = "";

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new OtlpReceiver(app);
        app.MapPost("/v1/traces", context => receiver.TakeAsync(context, receiver.TakeTraces));
        app.MapPost("/v1/metrics", context => receiver.TakeAsync(context, receiver.TakeMetrics));
        app.MapPost("/v1/logs", context => receiver.TakeAsync(context, receiver.TakeLogs));
        await app.StartAsync();
        receiver.Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return receiver;
    }

    public IEnumerable<ReceivedPoint> Of(string metric) => Points.Values.Where(p => p.Metric == metric);

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context, Action<ProtobufMessage> take)
    {
        Assert.Equal("application/x-protobuf", context.Request.ContentType);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        Bodies.Enqueue(body.ToArray());
        take(new ProtobufMessage(body.ToArray()));
        await Answers.WaitAsync(context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void TakeTraces(ProtobufMessage request)
    {
        foreach (var scope in request.All(1).SelectMany(resource => resource.All(2)))
        {
            foreach (var span in scope.All(2))
            {
                Spans.Enqueue(new ReceivedSpan(
                    span.Hex(1), span.Hex(2), span.Hex(4), scope.One(1)!.Text(1), span.Text(5), (int)span.Number(6), Tags(span, 9), [.. span.All(13).Select(link => link.Hex(1))], span.One(15)?.Number(3) == 2));
            }
        }
    }

    private void TakeMetrics(ProtobufMessage request)
    {
        foreach (var metric in request.All(1).SelectMany(resource => resource.All(2)).SelectMany(scope => scope.All(2)))
        {
            // Gauge, sum, histogram: each a list of points in field 1.
            foreach (var kind in new[] { 5, 7, 9 }.Where(metric.Has))
            {
                foreach (var point in metric.One(kind)!.All(1))
                {
                    var tags = Tags(point, kind == 9 ? 9 : 7);
                    var value = kind == 9 ? point.Number(4) : point.Has(4) ? point.Double(4) : (double)(long)point.Number(6);
                    var key = $"{metric.Text(1)} {string.Join(' ', tags.OrderBy(t => t.Key, StringComparer.Ordinal))}";
                    Points[key] = new ReceivedPoint(metric.Text(1), metric.Text(3), tags, value);
                }
            }
        }
    }

    private void TakeLogs(ProtobufMessage request)
    {
        foreach (var scope in request.All(1).SelectMany(resource => resource.All(2)))
        {
            foreach (var log in scope.All(2))
            {
                Logs.Enqueue(new ReceivedLog(log.Hex(9), scope.One(1)!.Text(1), log.One(5)?.Text(1) ?? "", Tags(log, 6)));
            }
        }
    }

    private static Dictionary<string, string> Tags(ProtobufMessage of, int field) => of.All(field)
        .GroupBy(pair => pair.Text(1), StringComparer.Ordinal)
        .ToDictionary(pairs => pairs.Key, pairs => Value(pairs.Last().One(2)), StringComparer.Ordinal);

    private static string Value(ProtobufMessage? any) => any is null ? ""
        : any.Has(1) ? any.Text(1)
        : any.Has(2) ? (any.Number(2) == 1 ? "true" : "false")
        : any.Has(3) ? ((long)any.Number(3)).ToString(System.Globalization.CultureInfo.InvariantCulture)
        : any.Has(4) ? any.Double(4).ToString(System.Globalization.CultureInfo.InvariantCulture)
        : "";
}
