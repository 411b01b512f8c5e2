using Integrations.Connectors.Contracts;
using Integrations.Primitives;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace Integrations.Tests.Connectors.Declarative;

/// <summary>An address on loopback that judges deliveries as the hub's inbound route does, and keeps them.</summary>
internal sealed class EventCatcher : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EventCatcher(IReceiveEvents connector, Secret secret)
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
                body.ToArray())
            {
                Url = http.Request.GetEncodedUrl(),
            };
            switch (connector.Receive(request, secret, DateTimeOffset.UtcNow))
            {
                case InboundVerdict.Challenge challenge:
                    return Results.Text(challenge.Body, challenge.ContentType);
                case InboundVerdict.Rejected rejected:
                    return Results.Text(rejected.Reason, statusCode: StatusCodes.Status404NotFound);
                case var verdict:
                    lock (Caught)
                    {
                        Caught.Add((request, verdict));
                    }

                    return Results.Ok();
            }
        });
    }

    public string Address => $"{_app.Urls.First()}/inbound?key=k";

    /// <summary>What was genuine, in its order.</summary>
    public List<(InboundRequest Request, InboundVerdict Verdict)> Caught { get; } = [];

    public static async Task<EventCatcher> StartAsync(IReceiveEvents connector, Secret secret)
    {
        var catcher = new EventCatcher(connector, secret);
        await catcher._app.StartAsync();
        return catcher;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
