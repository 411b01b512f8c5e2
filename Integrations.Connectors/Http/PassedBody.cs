using System.Net;

namespace Integrations.Connectors.Http;

/// <summary>
/// Another program's body on its way to a vendor: what arrives is sent at once, and nothing of it is kept, so it goes out once
/// (SECURITY I11).
/// </summary>
/// <param name="source">Read to its end; its owner disposes it.</param>
/// <param name="told">Its length where the program told it; null sends it in chunks.</param>
/// <param name="limit">More bytes than this are a fault of the body.</param>
public sealed class PassedBody(Stream source, long? told, long limit) : HttpContent
{
    /// <summary>Some of it may be gone: it cannot be sent again.</summary>
    public bool IsStarted { get; private set; }

    /// <summary>Why the body itself ended early; null where it did not. What the vendor's side threw is not among it.</summary>
    public Exception? Fault { get; private set; }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (IsStarted)
        {
            throw new InvalidOperationException("A body that is passed on goes out once.");
        }

        IsStarted = true;
        try
        {
            await LimitedBody.PassAsync(ReadAsync, stream, limit, cancellationToken);
        }
        catch (BodyTooLargeException tooLarge)
        {
            Fault = tooLarge;
            throw;
        }
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = told ?? 0;
        return told is not null;
    }

    private async ValueTask<int> ReadAsync(Memory<byte> chunk, CancellationToken cancellationToken)
    {
        try
        {
            return await source.ReadAsync(chunk, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Fault = exception;
            throw;
        }
    }
}
