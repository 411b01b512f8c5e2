using System.Buffers.Text;
using System.Text.Json;

namespace Integrations.Connectors.Declarative.Sync;

/// <summary>Where a pull stands. It is kept between pulls, and may come back forged.</summary>
/// <param name="Since">Changes from then on; null before the very first pull.</param>
/// <param name="Started">When this walk through the pages began; null between walks.</param>
/// <param name="Position">The next page.</param>
internal sealed record SyncPlace(DateTimeOffset? Since = null, DateTimeOffset? Started = null, string? Position = null)
{
    private const int MaxLength = 12_000;

    /// <summary>The vendor's own token, of the walk before this one.</summary>
    public string? Delta { get; init; }

    /// <summary>The walk is through what is gone.</summary>
    public bool IsAtGone { get; init; }

    /// <summary>A page was refused once, and the walk began anew: a second time it is a failure.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>The start for null; null for a text that is none of ours.</summary>
    public static SyncPlace? Decode(string? cursor)
    {
        if (cursor is null)
        {
            return new SyncPlace();
        }

        try
        {
            return cursor.Length <= MaxLength
                && JsonSerializer.Deserialize<SyncPlace>(Base64Url.DecodeFromChars(cursor), JsonSerializerOptions.Web) is { } place
                && (place.Since is not null || place.Delta is not null || place.Started is not null)
                && (place.Delta is null || DeltaPlan.IsToken(place.Delta))
                    ? place
                    : null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            return null;
        }
    }

    public string Encode() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web));
}
