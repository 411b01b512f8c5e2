using System.Text;

namespace Integrations.Tests.Connectors.Hostile;

/// <summary>
/// One connection to a vendor that is played in this process: it takes a request, byte for byte, answers with what it is given, and hangs
/// up. No socket and no server stands between, so thousands of answers cost seconds.
/// </summary>
/// <param name="answer">The whole answer, status line and all; asked for when a request has come in.</param>
internal sealed class PlayedLine(Func<string, byte[]> answer) : Stream
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MemoryStream _request = new();
    private byte[]? _answer;
    private int _sent;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _asked.Task.WaitAsync(cancellationToken);
        _answer ??= answer(Encoding.Latin1.GetString(_request.ToArray()));
        var count = Math.Min(buffer.Length, _answer.Length - _sent);
        _answer.AsSpan(_sent, count).CopyTo(buffer.Span);
        _sent += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _request.Write(buffer.Span);
        if (IsWhole(Encoding.Latin1.GetString(_request.GetBuffer(), 0, (int)_request.Length)))
        {
            _asked.TrySetResult();
        }

        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        // A reader that still waits finds the line closed.
        _answer ??= [];
        _asked.TrySetResult();
        base.Dispose(disposing);
    }

    private static bool IsWhole(string request)
    {
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return false;
        }

        var head = request[..end];
        if (head.Contains("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase))
        {
            return request.EndsWith("0\r\n\r\n", StringComparison.Ordinal);
        }

        var length = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))?.Split(':')[1].Trim();
        return request.Length - end - 4 >= (length is null ? 0 : int.Parse(length, System.Globalization.CultureInfo.InvariantCulture));
    }
}
