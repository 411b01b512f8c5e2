using System.Buffers.Binary;
using System.Text;

namespace Integrations.Benchmarks.Circuits;

/// <summary>Writes the messages that a browser sends over a circuit: SignalR's, as MessagePack, each behind its length.</summary>
internal static class HubMessages
{
    public static readonly byte[] Handshake = "{\"protocol\":\"blazorpack\",\"version\":1}\u001e"u8.ToArray();
    public static readonly byte[] Ping = [2, 0x91, (byte)HubMessageType.Ping];

    /// <param name="id">Asks for an answer under this id; null asks for none.</param>
    public static byte[] Call(string? id, string target, params object?[] arguments)
    {
        var body = new MemoryStream();
        // Type, headers, id, target, arguments, streams.
        body.Write([0x96, (byte)HubMessageType.Invocation, 0x80]);
        Write(body, id);
        Write(body, target);
        body.WriteByte((byte)(0x90 | arguments.Length));
        foreach (var argument in arguments)
        {
            Write(body, argument);
        }

        body.WriteByte(0x90);
        var message = new MemoryStream();
        var length = (uint)body.Length;
        for (; length >= 0x80; length >>= 7)
        {
            message.WriteByte((byte)(length | 0x80));
        }

        message.WriteByte((byte)length);
        body.WriteTo(message);
        return message.ToArray();
    }

    private static void Write(MemoryStream to, object? value)
    {
        Span<byte> number = stackalloc byte[9];
        switch (value)
        {
            case null:
                to.WriteByte(0xc0);
                break;
            case bool flag:
                to.WriteByte(flag ? (byte)0xc3 : (byte)0xc2);
                break;
            case long whole:
                number[0] = 0xd3;
                BinaryPrimitives.WriteInt64BigEndian(number[1..], whole);
                to.Write(number);
                break;
            case string text:
                var bytes = Encoding.UTF8.GetBytes(text);
                number[0] = 0xdb;
                BinaryPrimitives.WriteInt32BigEndian(number[1..], bytes.Length);
                to.Write(number[..5]);
                to.Write(bytes);
                break;
            default:
                throw new NotSupportedException($"A {value.GetType()} is never sent.");
        }
    }
}
