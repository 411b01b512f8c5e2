using System.Net.Http.Headers;

namespace Integrations.Connectors.Http;

/// <summary>Slides the sandbox or a gateway under a vendor's address where there is one, and says who asks.</summary>
internal sealed class VendorAddressHandler(VendorRoute route) : DelegatingHandler
{
    private static readonly ProductInfoHeaderValue OurName = new("IntegrationsHub", "1.0");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.RequestUri = route.Resolve(request.RequestUri!);
        if (request.Headers.UserAgent.Count == 0)
        {
            // Some vendors refuse requests without one, others refuse browser-like ones.
            request.Headers.UserAgent.Add(OurName);
        }

        return base.SendAsync(request, cancellationToken);
    }
}
