using System.Net;

namespace Integrations.Connectors.Http;

/// <summary>A vendor's answer that is passed on while it arrives; what the call holds is given back when the answer is disposed.</summary>
internal sealed class PassedAnswerBody : HttpContent
{
    private readonly HttpContent _received;
    private Action? _release;

    public PassedAnswerBody(HttpContent received, Action release)
    {
        (_received, _release) = (received, release);
        foreach (var header in received.Headers)
        {
            Headers.TryAddWithoutValidation(header.Key, header.Value);
        }
    }

    protected override Task<Stream> CreateContentReadStreamAsync() => _received.ReadAsStreamAsync();

    protected override Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) => _received.ReadAsStreamAsync(cancellationToken);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => _received.CopyToAsync(stream, context);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _received.CopyToAsync(stream, context, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _received.Dispose();
            Interlocked.Exchange(ref _release, null)?.Invoke();
        }

        base.Dispose(disposing);
    }
}
