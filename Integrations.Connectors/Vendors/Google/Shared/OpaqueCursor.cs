using System.Buffers.Text;
using System.Text.Json;

namespace Integrations.Connectors.Vendors.Google.Shared;

/// <summary>A place in a list as text that says nothing to callers.</summary>
internal static class OpaqueCursor
{
    private const int MaxLength = 16_000;

    public static string Write<T>(T place) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(place));

    /// <returns>False when the text is not a cursor of this kind; true with null when there is none.</returns>
    public static bool TryRead<T>(string? cursor, out T? place)
        where T : class
    {
        place = null;
        if (string.IsNullOrEmpty(cursor))
        {
            return true;
        }

        try
        {
            place = cursor.Length <= MaxLength ? JsonSerializer.Deserialize<T>(Base64Url.DecodeFromChars(cursor)) : null;
            return place is not null;
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            return false;
        }
    }
}
