using Integrations.Web.Api.Proxy;
using Integrations.Web.Hosting.Errors;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Hosting.Requests;

/// <summary>
/// Ends API requests that take too long (SECURITY V5), so that what hangs does not pile up. Pages, their circuits and exports are
/// no API and have none: their waits have deadlines of their own.
/// </summary>
internal sealed class RequestDeadline(RequestDelegate next, IOptions<RequestOptions> options, TimeProvider clock)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!ApiErrors.IsApi(context.Request.Path) || context.WebSockets.IsWebSocketRequest)
        {
            await next(context);
            return;
        }

        var client = context.RequestAborted;
        // Before routing, so by address.
        var longest = context.Request.Path.StartsWithSegments(ProxyEndpoints.Path, StringComparison.OrdinalIgnoreCase) ? options.Value.ProxyDeadline : options.Value.Deadline;
        using var deadline = new CancellationTokenSource(longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(client, deadline.Token);
        context.RequestAborted = either.Token;
        try
        {
            await next(context);
        }
        // Whatever it was thrown as on its way up.
        catch (Exception exception) when (deadline.IsCancellationRequested && !client.IsCancellationRequested)
        {
            throw new RequestExpiredException(longest, exception);
        }
        finally
        {
            context.RequestAborted = client;
        }
    }
}
