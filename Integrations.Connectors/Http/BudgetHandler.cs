namespace Integrations.Connectors.Http;

/// <summary>
/// Waits until the vendor's budgets have room for a call, and fails with the time where that takes too long. It waits above deadline,
/// circuit and slots: who waits here keeps none of them from others.
/// </summary>
internal sealed class BudgetHandler(BudgetShare share) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = new BudgetCall(share, [.. share.Buckets.Where(bucket => bucket.Budget.Counts(request))]);
        await call.HoldAsync(cancellationToken);
        call.Ride(request);
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            call.Release();
        }
    }
}
