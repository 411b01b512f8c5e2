using System.Net;

namespace Integrations.Connectors.Http;

/// <summary>Follows at most three redirects of reading calls, https only; the credential stays behind when the host changes (SECURITY I9).</summary>
internal sealed class RedirectHandler(VendorRoute route) : DelegatingHandler
{
    private const int MaxRedirects = 3;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (request.IsPassedThrough())
        {
            // Where it leads is the business of who asked.
            return response;
        }

        if (RepeatAt(request, response) is { } moved)
        {
            response.Dispose();
            return await base.SendAsync(moved, cancellationToken);
        }

        for (var hop = 0; hop < MaxRedirects && Target(request, response) is { } target; hop++)
        {
            var next = new HttpRequestMessage(request.Method, target);
            var sameHost = string.Equals(route.VendorHost(target), route.VendorHost(request.RequestUri!), StringComparison.OrdinalIgnoreCase);
            foreach (var header in request.Headers.Where(h => sameHost || !IsCredential(h.Key)))
            {
                next.Headers.TryAddWithoutValidation(header.Key, header.Value);
            }

            if (sameHost)
            {
                // What lies elsewhere is not of the vendor's budget.
                BudgetCall.Of(request)?.Ride(next);
            }

            response.Dispose();
            request = next;
            response = await base.SendAsync(request, cancellationToken);
        }

        return response;
    }

    /// <summary>
    /// A call that changes something, at its new place: with the same method and body, as 307 and 308 ask (RFC 9110 sections 15.4.8
    /// and 15.4.9), on the same host, and once. Nothing was done at the former place.
    /// </summary>
    private HttpRequestMessage? RepeatAt(HttpRequestMessage request, HttpResponseMessage response)
    {
        if (request.Method == HttpMethod.Get || response.StatusCode is not (HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect)
            || Location(request, response) is not { } target
            || !string.Equals(route.VendorHost(target), route.VendorHost(request.RequestUri!), StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        // The body was buffered above, so it can be sent again.
        var again = new HttpRequestMessage(request.Method, target) { Content = request.Content };
        foreach (var header in request.Headers)
        {
            again.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        BudgetCall.Of(request)?.Ride(again);
        return again;
    }

    private Uri? Target(HttpRequestMessage request, HttpResponseMessage response) =>
        request.Method == HttpMethod.Get
        && response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
            ? Location(request, response)
            : null;

    private Uri? Location(HttpRequestMessage request, HttpResponseMessage response) =>
        response.Headers.Location is { } location
        // What a vendor writes there need not be an address.
        && Uri.TryCreate(request.RequestUri!, location, out var target)
        && (target.Scheme == Uri.UriSchemeHttps || route.IsOurs(target))
            ? target
            : null;

    private static bool IsCredential(string header) =>
        header.Equals("Authorization", StringComparison.OrdinalIgnoreCase) || header.Equals("Cookie", StringComparison.OrdinalIgnoreCase)
        || header.Contains("key", StringComparison.OrdinalIgnoreCase) || header.Contains("token", StringComparison.OrdinalIgnoreCase);
}
