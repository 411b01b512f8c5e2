namespace Integrations.Connectors.Http;

/// <summary>Reads bodies to a limit, so that no receiver or vendor can fill our memory (SECURITY I11).</summary>
public static class LimitedBody
{
    /// <summary>10 MB after decompression.</summary>
    public const int VendorLimit = 10 * 1024 * 1024;

    /// <summary>64 KB of what a receiver of a user-given address answers.</summary>
    public const int ReceiverLimit = 64 * 1024;

    private const int PassedChunk = 64 * 1024;

    /// <summary>The first bytes of a body, however long it is.</summary>
    public static async Task<byte[]> ReadStartAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[limit];
        var read = await stream.ReadAtLeastAsync(buffer, limit, throwOnEndOfStream: false, cancellationToken);
        return buffer[..read];
    }

    /// <exception cref="BodyTooLargeException">More than <paramref name="limit"/> bytes came.</exception>
    public static async Task<byte[]> ReadAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > limit)
        {
            throw new BodyTooLargeException(limit);
        }

        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (buffer.Length + read > limit)
            {
                throw new BodyTooLargeException(limit);
            }

            buffer.Write(chunk, 0, read);
        }

        return buffer.ToArray();
    }

    /// <summary>Hands on what arrives, at once, and keeps nothing of it.</summary>
    /// <param name="read">Gives the next bytes, as <see cref="Stream.ReadAsync(Memory{byte}, CancellationToken)"/> does.</param>
    /// <exception cref="BodyTooLargeException">More than <paramref name="limit"/> bytes came. What came before is sent.</exception>
    public static async Task PassAsync(Func<Memory<byte>, CancellationToken, ValueTask<int>> read, Stream target, long limit, CancellationToken cancellationToken)
    {
        var chunk = new byte[PassedChunk];
        var passed = 0L;
        while (await read(chunk, cancellationToken) is var length and > 0)
        {
            if ((passed += length) > limit)
            {
                throw new BodyTooLargeException(limit);
            }

            await target.WriteAsync(chunk.AsMemory(0, length), cancellationToken);
            await target.FlushAsync(cancellationToken);
        }
    }

    /// <summary>Puts what was read in the place of the stream it was read from, with all that is said of it but its length.</summary>
    public static void ReplaceBody(this HttpResponseMessage response, byte[] body)
    {
        var received = response.Content;
        response.Content = new ByteArrayContent(body);
        foreach (var header in received.Headers.Where(h => !h.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)))
        {
            response.Content.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        received.Dispose();
    }
}
