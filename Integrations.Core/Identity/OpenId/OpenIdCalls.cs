using Integrations.Connectors.Http;

namespace Integrations.Core.Identity.OpenId;

/// <summary>
/// The way to an organization's provider: by the egress rules, to no redirect, to a limit of bytes, and within one stretch of time for
/// all calls of one step (SECURITY I6, I9, I11).
/// </summary>
internal sealed class OpenIdCalls : HttpMessageHandler
{
    /// <summary>Metadata and keys of large providers are some tens of kilobytes.</summary>
    public const int MostRead = 256 * 1024;

    private readonly EgressHandlers _egress;
    private readonly HttpMessageInvoker _http;
    private readonly CancellationTokenSource _patience;

    public OpenIdCalls(EgressHandlers egress, TimeSpan patience, TimeProvider clock)
    {
        _egress = egress;
        _http = new HttpMessageInvoker(egress.ForUserUrls, disposeHandler: false);
        _patience = new CancellationTokenSource(patience, clock);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_egress.Policy.Refuse(request.RequestUri?.OriginalString) is { } reason)
        {
            _egress.CountRefused(request.RequestUri?.OriginalString, reason);
            throw new EgressBlockedException();
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(_patience.Token, cancellationToken);
        var answer = await _http.SendAsync(request, either.Token);
        try
        {
            answer.ReplaceBody(await LimitedBody.ReadAsync(answer.Content, MostRead, either.Token));
            return answer;
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _http.Dispose();
            _patience.Dispose();
        }

        base.Dispose(disposing);
    }
}
