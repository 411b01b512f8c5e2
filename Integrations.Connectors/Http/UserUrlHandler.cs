namespace Integrations.Connectors.Http;

/// <summary>Refuses a user-given address that breaks the rules, at every attempt: it may have been saved under older ones (SECURITY I6, W6).</summary>
internal sealed class UserUrlHandler(EgressHandlers egress) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (egress.Policy.Refuse(request.RequestUri?.OriginalString) is not { } reason)
        {
            return base.SendAsync(request, cancellationToken);
        }

        egress.CountRefused(request.RequestUri?.OriginalString, reason);
        throw new EgressBlockedException();
    }
}
