using System.Buffers.Binary;
using System.Text;

namespace Integrations.Benchmarks.Circuits;

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

    /// <summary>The headers, which no one sends.</summary>
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
