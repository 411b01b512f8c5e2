namespace Integrations.Web.Hosting.Reachability;

/// <summary>Sees which circuits came without a WebSocket.</summary>
internal sealed class CircuitTransportMiddleware(RequestDelegate next, CircuitTransports transports)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        // The handshake and the negotiation before it are other addresses or upgrades; a poll is a plain GET with the connection's id.
        if (HttpMethods.IsGet(request.Method) && request.Path.Equals("/_blazor", StringComparison.OrdinalIgnoreCase) && request.Query.ContainsKey("id") && !IsSocket(context))
        {
            transports.Polled();
        }

        return next(context);
    }

    // HTTP/2 opens sockets by CONNECT; before the WebSocket middleware runs, HTTP/1.1's are told by their header.
    private static bool IsSocket(HttpContext context) => context.WebSockets.IsWebSocketRequest || context.Request.Headers.ContainsKey("Sec-WebSocket-Key");
}
