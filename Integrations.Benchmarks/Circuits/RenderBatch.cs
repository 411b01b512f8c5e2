using System.Buffers.Binary;
using System.Text;

namespace Integrations.Benchmarks.Circuits;

/// <summary>The part of a render batch that a click needs: which event handlers came, and which went.</summary>
internal static class RenderBatch
{
    private const int AttributeFrame = 3;
    private const int FrameSize = 20;

    /// <param name="attribute">Such as <c>onchange</c>.</param>
    public static void Follow(ReadOnlySpan<byte> batch, string attribute, SortedSet<ulong> handlers)
    {
        // Five offsets end a batch: components, frames, disposed components, disposed handlers, texts.
        var (frames, disposed, texts) = (Number(batch, batch.Length - 16), Number(batch, batch.Length - 8), Number(batch, batch.Length - 4));
        for (var i = 0; i < Number(batch, frames); i++)
        {
            var frame = batch.Slice(frames + 4 + (i * FrameSize), FrameSize);
            if (Number(frame, 0) == AttributeFrame && BinaryPrimitives.ReadUInt64LittleEndian(frame[12..]) is var handler and > 0
                && Text(batch, texts, Number(frame, 4)) == attribute)
            {
                handlers.Add(handler);
            }
        }

        for (var i = 0; i < Number(batch, disposed); i++)
        {
            handlers.Remove(BinaryPrimitives.ReadUInt64LittleEndian(batch[(disposed + 4 + (i * 8))..]));
        }
    }

    private static int Number(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);

    private static string Text(ReadOnlySpan<byte> batch, int texts, int index)
    {
        var at = Number(batch, texts + (index * 4));
        var length = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = batch[at++];
            length |= (part & 0x7f) << shift;
            if (part < 0x80)
            {
                return Encoding.UTF8.GetString(batch.Slice(at, length));
            }
        }
    }
}
