using Integrations.Connectors.Contracts;
using Integrations.Primitives;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Integrations.Tests.Connectors;

/// <summary>An address on loopback that judges what it gets with a connector, as the hub's inbound route does.</summary>
internal sealed class NotificationReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TaskCompletionSource<InboundVerdict.Accepted> _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private NotificationReceiver(IReceiveEvents connector, Secret secret)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Map("/inbound", async (HttpContext http) =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            var request = new InboundRequest(
                http.Request.Method,
                http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                http.Request.Query.ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                body.ToArray());
            switch (connector.Receive(request, secret, DateTimeOffset.UtcNow))
            {
                case InboundVerdict.Challenge challenge:
                    return Results.Text(challenge.Body, challenge.ContentType);
                case InboundVerdict.Accepted accepted:
                    _accepted.TrySetResult(accepted);
                    return Results.StatusCode(202);
                default:
                    return Results.StatusCode(401);
            }
        });
    }

    public string Address => $"{_app.Urls.First()}/inbound";

    /// <summary>The first genuine event.</summary>
    public Task<InboundVerdict.Accepted> Accepted => _accepted.Task;

    public static async Task<NotificationReceiver> StartAsync(IReceiveEvents connector, Secret secret)
    {
        var receiver = new NotificationReceiver(connector, secret);
        await receiver._app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
