using System.Net.Sockets;
using System.Text;

namespace Integrations.Benchmarks.Load;

/// <summary>
/// One HTTP/1.1 connection that sends bytes made beforehand and reads the answer: the driver shares the machine with what it
/// measures, so it does as little as it can.
/// </summary>
internal sealed class PlainConnection(Socket socket) : IDisposable
{
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();
    private static readonly byte[] EndOfChunks = "\r\n0\r\n\r\n"u8.ToArray();
    private readonly byte[] _buffer = new byte[256 * 1024];

    public static async Task<PlainConnection> OpenAsync(Uri address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port);
        return new PlainConnection(socket);
    }

    public static byte[] Request(Uri address, string path, string? bearer = null)
    {
        var text = new StringBuilder($"GET {path} HTTP/1.1\r\nHost: {address.Authority}\r\nAccept: application/json\r\n");
        if (bearer is not null)
        {
            text.Append("Authorization: Bearer ").Append(bearer).Append("\r\n");
        }

        return Encoding.ASCII.GetBytes(text.Append("\r\n").ToString());
    }

    /// <summary>Sends and reads one whole answer.</summary>
    /// <returns>The status and the length of the answer, head included.</returns>
    public async Task<(int Status, int Length)> ExchangeAsync(byte[] request)
    {
        await socket.SendAsync(request);
        var read = 0;
        var head = -1;
        while (true)
        {
            var more = await socket.ReceiveAsync(_buffer.AsMemory(read));
            if (more == 0)
            {
                throw new IOException("The connection was closed in the middle of an answer.");
            }

            read += more;
            if (head < 0)
            {
                var end = _buffer.AsSpan(0, read).IndexOf(EndOfHead);
                head = end < 0 ? -1 : end + EndOfHead.Length;
            }

            if (head >= 0 && IsWhole(head, read))
            {
                return (((_buffer[9] - '0') * 100) + ((_buffer[10] - '0') * 10) + (_buffer[11] - '0'), read);
            }
        }
    }

    public void Dispose() => socket.Dispose();

    /// <summary>The body of the last answer as text, chunk sizes included.</summary>
    public string LastText(int length) => Encoding.UTF8.GetString(_buffer, 0, length);

    private bool IsWhole(int head, int read)
    {
        var text = _buffer.AsSpan(0, head);
        var at = text.IndexOf("Content-Length: "u8);
        if (at < 0)
        {
            // JSON holds no bare line breaks, so this cannot be part of the body.
            return _buffer.AsSpan(0, read).EndsWith(EndOfChunks);
        }

        var length = 0;
        for (var i = at + "Content-Length: ".Length; text[i] is >= (byte)'0' and <= (byte)'9'; i++)
        {
            length = (length * 10) + text[i] - '0';
        }

        return read >= head + length;
    }
}
