namespace Integrations.Connectors.Http;

/// <summary>Counts each request that really goes out, where all of them pass: retries, repeats and redirects too.</summary>
internal sealed class BudgetCounter : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (BudgetCall.Of(request) is not { } call)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        await call.SendAsync(cancellationToken);
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            await call.LearnAsync(request, response, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
