using System.Buffers.Binary;
using System.Buffers.Text;

namespace Integrations.Primitives;

/// <summary>Where a list that is read newest first was left: the last row's time and id, opaque to anyone who carries it.</summary>
internal static class TimeCursor
{
    private const int Length = sizeof(long) + 16;

    public static Failure Invalid { get; } = Failure.InvalidField("cursor", "cursor must be one that this list gave.");

    public static string Write(DateTimeOffset time, Guid id)
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, time.UtcTicks);
        id.TryWriteBytes(bytes[sizeof(long)..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>False for what is no cursor; no cursor at all is the start.</summary>
    public static bool TryRead(string? cursor, out (DateTimeOffset Time, Guid Id)? position)
    {
        position = null;
        if (string.IsNullOrEmpty(cursor))
        {
            return true;
        }

        Span<byte> bytes = stackalloc byte[Length];
        // The decoder throws on characters that it does not know.
        if (cursor.Length > 40 || !Base64Url.IsValid(cursor) || !Base64Url.TryDecodeFromChars(cursor, bytes, out var written) || written != Length)
        {
            return false;
        }

        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes);
        if (ticks < 0 || ticks > DateTimeOffset.MaxValue.UtcTicks)
        {
            return false;
        }

        position = (new DateTimeOffset(ticks, TimeSpan.Zero), new Guid(bytes[sizeof(long)..]));
        return true;
    }
}
