using System.Globalization;
using Integrations.Core.Common;

namespace Integrations.Core.Connectors;

/// <summary>A listing whose pages have a size, which must stay the same from its first page to its last: numbered pages would shift otherwise.</summary>
internal static class SizedListing
{
    private const int MaxSize = 100;

    /// <param name="query">Its limit becomes the size: no more is read than was asked for.</param>
    /// <param name="read">
    /// Reads the page at a position that the vendor or the reader gave, null for the first. Positions come back through the
    /// caller and may be forged: they are page numbers or vendor tokens, never addresses.
    /// </param>
    public static SearchListing Of(EntityQuery query, Func<string?, int, CancellationToken, Task<Result<SearchListingPage>>> read) =>
        new(
            async (place, cancellationToken) =>
            {
                var (size, position) = Parse(place) ?? (Math.Clamp(query.Limit, 1, MaxSize), null);
                return (await read(position, size, cancellationToken)).Map(page => page with { Next = page.Next is { } next ? $"{size}|{next}" : null });
            },
            static _ => true)
        {
            Knows = static place => Parse(place) is not null,
        };

    private static (int Size, string? Position)? Parse(string? place)
    {
        var bar = place?.IndexOf('|', StringComparison.Ordinal) ?? -1;
        return bar > 0 && bar < place!.Length - 1 && int.TryParse(place.AsSpan(0, bar), NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is >= 1 and <= MaxSize
            ? (size, place[(bar + 1)..])
            : null;
    }
}
