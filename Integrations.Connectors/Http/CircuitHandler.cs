using System.Net;

namespace Integrations.Connectors.Http;

/// <summary>Spares a vendor in trouble, and its callers the wait (RELIABILITY G3). A call counts once, whatever retries it took.</summary>
/// <param name="slow">A call that its caller gave up after this long says as much as one that timed out.</param>
internal sealed class CircuitHandler(VendorCircuitBreakers circuits, string provider, Guid organization, TimeSpan slow, TimeProvider clock) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = circuits.Enter(provider, organization);
        var started = clock.GetTimestamp();
        bool? failed = null;
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            failed = response.StatusCode >= HttpStatusCode.InternalServerError;
            return response;
        }
        catch (Exception exception)
        {
            failed = request.Content is not PassedBody { Fault: not null } && IsVendors(exception, clock.GetElapsedTime(started), cancellationToken) ? true : null;
            throw;
        }
        finally
        {
            call.Leave(failed);
        }
    }

    private bool IsVendors(Exception exception, TimeSpan took, CancellationToken cancellationToken) => exception switch
    {
        EgressBlockedException or HttpRequestException { InnerException: EgressBlockedException } => false,
        VendorFailureException { Failure.IsVendorSide: false } => false,
        OperationCanceledException when cancellationToken.IsCancellationRequested => took >= slow,
        OperationCanceledException or Polly.Timeout.TimeoutRejectedException or HttpRequestException => true,
        _ => false,
    };
}
