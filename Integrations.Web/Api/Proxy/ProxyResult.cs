using Integrations.Core.Proxy;

namespace Integrations.Web.Api.Proxy;

/// <summary>A vendor's answer, handed on under the hub's rules for what comes from elsewhere: no page of ours, whatever it says it is.</summary>
internal sealed class ProxyResult(ProxyAnswer answer, Guid integrationId) : IResult
{
    /// <summary>Says that this status and body are the vendor's, and not the hub's.</summary>
    public const string StatusHeader = "X-Vendor-Status";

    // What browsers show as it is, without running any of it.
    private static readonly HashSet<string> Shown = new(StringComparer.Ordinal)
    {
        "application/json", "application/octet-stream", "application/pdf", "text/plain", "text/csv", "image/png", "image/jpeg", "image/gif", "image/webp",
    };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using (answer)
        {
            Begin(httpContext);
            if (HttpMethods.IsHead(httpContext.Request.Method) || httpContext.Response.StatusCode is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified)
            {
                return;
            }

            try
            {
                await answer.CopyToAsync(httpContext.Response.Body, httpContext.RequestAborted);
            }
            catch (Exception exception) when (exception is IOException or HttpRequestException or InvalidDataException)
            {
                // Its head may be sent: an end that is none is the one way left to say that the rest is missing.
                httpContext.Abort();
            }
        }
    }

    private void Begin(HttpContext context)
    {
        var (response, headers) = (context.Response, context.Response.Headers);
        response.StatusCode = answer.Status;
        foreach (var (name, values) in answer.Headers)
        {
            headers[name] = values.ToArray();
        }

        headers[StatusHeader] = answer.Status.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (answer.Length is { } length && answer.Status is not (StatusCodes.Status204NoContent or StatusCodes.Status304NotModified or StatusCodes.Status205ResetContent))
        {
            response.ContentLength = length;
        }

        if (answer.CreatedAt is { } created)
        {
            headers.Location = $"{context.Request.PathBase}{ProxyEndpoints.Path}/{integrationId}/{created}";
        }

        var isShown = answer.MediaType is { } type && (Shown.Contains(type) || type.EndsWith("+json", StringComparison.Ordinal));
        if (answer.Disposition is { } disposition && (isShown || disposition.StartsWith("attachment", StringComparison.OrdinalIgnoreCase)))
        {
            headers.ContentDisposition = disposition;
        }
        else if (!isShown)
        {
            headers.ContentDisposition = "attachment";
        }
    }
}
