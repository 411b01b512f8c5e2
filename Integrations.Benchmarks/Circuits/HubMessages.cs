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

internal enum HubMessageType : byte
{
    Invocation = 1,
    Completion = 3,
    Ping = 6,
    Close = 7,
}

/// <summary>Reads MessagePack as the hub sends it.</summary>
internal ref struct HubMessageReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <returns>A whole message taken off the front of what was received, without its length; false while it is not all there.</returns>
    public static bool TryTake(ReadOnlySpan<byte> received, out int start, out int length)
    {
        (start, length) = (0, 0);
        for (var shift = 0; start < received.Length; shift += 7)
        {
            var part = received[start++];
            length |= (part & 0x7f) << shift;
            if (part < 0x80)
            {
                return received.Length - start >= length;
            }
        }

        return false;
    }

    public int ReadArray()
    {
        var head = Take(1)[0];
        return head switch
        {
            >= 0x90 and <= 0x9f => head & 0x0f,
            0xdc => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            0xdd => BinaryPrimitives.ReadInt32BigEndian(Take(4)),
            _ => throw Unexpected(head),
        };
    }

    public long ReadNumber()
    {
        var head = Take(1)[0];
        return head switch
        {
            <= 0x7f => head,
            >= 0xe0 => (sbyte)head,
            0xcc => Take(1)[0],
            0xcd => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            0xce => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
            0xcf => (long)BinaryPrimitives.ReadUInt64BigEndian(Take(8)),
            0xd0 => (sbyte)Take(1)[0],
            0xd1 => BinaryPrimitives.ReadInt16BigEndian(Take(2)),
            0xd2 => BinaryPrimitives.ReadInt32BigEndian(Take(4)),
            0xd3 => BinaryPrimitives.ReadInt64BigEndian(Take(8)),
            _ => throw Unexpected(head),
        };
    }

    /// <summary>Text or bytes; null where none were sent.</summary>
    public ReadOnlySpan<byte> ReadBytes()
    {
        var head = Take(1)[0];
        return head switch
        {
            0xc0 => default,
            >= 0xa0 and <= 0xbf => Take(head & 0x1f),
            0xd9 or 0xc4 => Take(Take(1)[0]),
            0xda or 0xc5 => Take(BinaryPrimitives.ReadUInt16BigEndian(Take(2))),
            0xdb or 0xc6 => Take(BinaryPrimitives.ReadInt32BigEndian(Take(4))),
            _ => throw Unexpected(head),
        };
    }

    public string ReadText() => Encoding.UTF8.GetString(ReadBytes());

    /// <summary>The headers, which nobody sends.</summary>
    public void SkipNoHeaders()
    {
        if (Take(1)[0] is var head and not 0x80)
        {
            throw Unexpected(head);
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private static InvalidDataException Unexpected(byte head) => new($"A MessagePack value begins with {head:x2}.");
}
