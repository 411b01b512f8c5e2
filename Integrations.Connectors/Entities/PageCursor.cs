using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Integrations.Connectors.Entities;

/// <summary>
/// A place in a search that runs through several of a vendor's listings. It travels through the caller as opaque text and
/// may come back forged: <paramref name="Position"/> must never be used as a whole address.
/// </summary>
/// <param name="Stage">Which listing.</param>
/// <param name="Position">The vendor's own page position within it; null for its first page.</param>
/// <param name="Skip">Items of that page that were already given.</param>
internal sealed record PageCursor(int Stage, string? Position = null, int Skip = 0)
{
    private const int MaxLength = 8_000;

    public string Encode() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web));

    /// <summary>The start for null; null for a text that is none of ours.</summary>
    public static bool TryDecode(string? text, [NotNullWhen(true)] out PageCursor? cursor)
    {
        cursor = new PageCursor(0);
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        cursor = null;
        try
        {
            cursor = text.Length <= MaxLength ? JsonSerializer.Deserialize<PageCursor>(Base64Url.DecodeFromChars(text), JsonSerializerOptions.Web) : null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            // Falls through: a cursor of someone's own making.
        }

        return cursor is { Stage: >= 0, Skip: >= 0 };
    }
}
