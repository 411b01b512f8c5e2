using System.Net;

namespace Integrations.Connectors.Http;

/// <summary>
/// Knows whether something was sent that must not be sent twice: then an answer that is lost or cannot be read does not mean that
/// nothing was done (RELIABILITY I4).
/// </summary>
internal sealed class ActWatch(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private volatile bool _mayBeDone;

    /// <summary>A call that changes something, and that another run would do again, arrived or may have arrived at the vendor.</summary>
    public bool MayBeDone => _mayBeDone;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!IsAct(request))
        {
            return await base.SendAsync(request, cancellationToken);
        }

        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            // Behind a gateway that gave up, the vendor may have gone on.
            _mayBeDone |= response.IsSuccessStatusCode || response.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout;
            return response;
        }
        catch (Exception exception)
        {
            _mayBeDone |= !WasNeverSent(exception);
            throw;
        }
    }

    private static bool IsAct(HttpRequestMessage request) =>
        (Has(request, RequestKeys.OwnIdKey)
            || (request.Options.TryGetValue(RequestKeys.RepeatableKey, out var repeatable) ? !repeatable : request.Method == HttpMethod.Post || request.Method == HttpMethod.Patch))
        && !Has(request, RequestKeys.ChangesNothingKey);

    private static bool Has(HttpRequestMessage request, HttpRequestOptionsKey<bool> key) => request.Options.TryGetValue(key, out var value) && value;

    private static bool WasNeverSent(Exception exception) => exception switch
    {
        BudgetSpentException spent => !spent.HasSent,
        EgressBlockedException or CircuitOpenException or OutboundFullException or CallInsideWriteException => true,
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError } => true,
        { InnerException: { } within } => WasNeverSent(within),
        _ => false,
    };
}
