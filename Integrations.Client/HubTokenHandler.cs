using System.Net;
using System.Net.Http.Headers;

namespace Integrations.Client;

/// <summary>Sends the token with each call; where the hub refuses it, the call is sent once more with a new one.</summary>
internal sealed class HubTokenHandler(HubTokens tokens) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var token = await tokens.TakeAsync(refused: null, cancellationToken);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var response = await base.SendAsync(request, cancellationToken);

        // Nothing was done at a 401 of the hub's. A vendor's is about the connection.
        if (response.StatusCode != HttpStatusCode.Unauthorized || response.Headers.Contains(HubSender.VendorStatusHeader) || !tokens.CanRenew || !HubRetryHandler.CanSendAgain(request))
        {
            return response;
        }

        response.Dispose();
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await tokens.TakeAsync(refused: token, cancellationToken));
        return await base.SendAsync(request, cancellationToken);
    }
}
