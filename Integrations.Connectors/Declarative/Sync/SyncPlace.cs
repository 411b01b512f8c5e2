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

    /// <summary>No vendor's walk began before; times are moved by days without leaving what a time can be.</summary>
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The vendor's own token, of the walk before this one.</summary>
    public string? Delta { get; init; }

    /// <summary>The walk is through what is gone.</summary>
    public bool IsAtGone { get; init; }

    /// <summary>A page was refused once, and the walk began anew: a second time it is a failure.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>How far a listing that tells the oldest first was read; null before its second page, and for all others.</summary>
    public DateTimeOffset? Reached { get; init; }

    /// <summary>How many pages this walk has read.</summary>
    public int Pages { get; init; }

    /// <summary>How many items this listing has given, since it was asked for from its beginning.</summary>
    public int Seen { get; init; }

    /// <summary>The page before the position, as <see cref="Plans.PagePrint"/> knows it; null before the second page.</summary>
    public string? Before { get; init; }

    /// <summary>The same listing from its beginning, or from where it can be asked for by time.</summary>
    public SyncPlace Anew() => this with { Position = null, IsRepeated = false, Pages = 0, Seen = 0, Before = null };

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
                && place is { Pages: >= 0, Seen: >= 0 }
                && !(place.Since < Earliest || place.Started < Earliest || place.Reached < Earliest)
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
