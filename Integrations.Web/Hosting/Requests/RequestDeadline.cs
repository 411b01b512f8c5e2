using System.ComponentModel.DataAnnotations;
using Integrations.Primitives;
using Integrations.Web.Api.Proxy;
using Integrations.Web.Hosting.Errors;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Hosting.Requests;

/// <summary>Section <c>Requests</c>.</summary>
internal sealed class RequestOptions
{
    public const string Section = "Requests";

    /// <summary>How long an API request may take, from its first byte to the start of its answer.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a call that is passed on to a vendor may take, with the whole of both bodies.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:30:00")]
    public TimeSpan ProxyDeadline { get; set; } = TimeSpan.FromMinutes(5);
}

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

/// <summary>The hub took too long; worded as every refusal of the API is (ApiFaults).</summary>
internal sealed class RequestExpiredException(TimeSpan deadline, Exception inner) : Exception("The request took too long.", inner)
{
    public Failure Failure { get; } = new(
        FailureKind.Unavailable, "request.timeout", $"The hub did not finish within {deadline.TotalSeconds:0.#} seconds. Look whether what was asked for was done, then try again.")
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };
}
