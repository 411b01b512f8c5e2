using System.Globalization;
using Integrations.Core.Common;

namespace Integrations.Core.Connectors;

/// <summary>One of the vendor's listings that a search runs through, one after the other.</summary>
/// <param name="ReadAsync">
/// Reads the page at a position that <see cref="ListingPage.Next"/> gave (null for the first) in pages of the given size;
/// the size stays the same throughout one listing, as numbered pages need it. Positions come back through the caller and
/// may be forged: they are page numbers or vendor tokens, never addresses.
/// </param>
internal sealed record EntityListing(Func<string?, int, CancellationToken, Task<Result<ListingPage>>> ReadAsync);

/// <param name="Next">Where the listing goes on; null at its end.</param>
/// <param name="Total">All matches, where the vendor tells.</param>
internal sealed record ListingPage(IReadOnlyList<ExternalEntity> Items, string? Next, int? Total = null);

/// <summary>Search through listings: fills one page of ours from as few vendor pages as it takes.</summary>
internal static class EntityListings
{
    private const int MaxPageSize = 100;

    /// <summary>Vendor pages read for one page of ours, when filters leave little of them; then the caller gets what there is, and a cursor.</summary>
    private const int MaxPages = 8;

    public static async Task<Result<EntityPage>> SearchAsync(this IReadOnlyList<EntityListing> listings, EntityQuery query, CancellationToken cancellationToken)
    {
        if (!PageCursor.TryDecode(query.Cursor, out var place) || !TryReadPosition(place.Position, out var size, out var position))
        {
            return Failure.InvalidField("cursor", "This cursor is not one that the search gave. Search again from the start.");
        }

        var found = new List<ExternalEntity>();
        int? total = null;
        for (var pages = 0; place.Stage < listings.Count && found.Count < query.Limit; pages++)
        {
            if (pages == MaxPages)
            {
                return new EntityPage(found, place.Encode());
            }

            size = size > 0 ? size : Math.Clamp(query.Limit - found.Count, 1, MaxPageSize);
            var read = await listings[place.Stage].ReadAsync(position, size, cancellationToken);
            if (!read.TryGet(out var page, out var failure))
            {
                // What was found already is worth more than the reason why the rest is missing; going on tells that.
                return found.Count > 0 ? new EntityPage(found, place.Encode()) : failure;
            }

            total = listings.Count == 1 ? page.Total : null;
            var index = place.Skip;
            while (index < page.Items.Count && found.Count < query.Limit)
            {
                var item = page.Items[index++];
                if (query.MatchesFilters(item))
                {
                    found.Add(item);
                }
            }

            if (index < page.Items.Count)
            {
                place = place with { Position = $"{size}|{position}", Skip = index };
            }
            else if (page.Next is { } next)
            {
                (place, position) = (new PageCursor(place.Stage, $"{size}|{next}"), next);
            }
            else
            {
                (place, position, size) = (new PageCursor(place.Stage + 1), null, 0);
            }
        }

        return new EntityPage(found, place.Stage < listings.Count ? place.Encode() : null, total);
    }

    private static bool TryReadPosition(string? text, out int size, out string? position)
    {
        (size, position) = (0, null);
        if (text is null)
        {
            return true;
        }

        var bar = text.IndexOf('|', StringComparison.Ordinal);
        position = bar > 0 && bar < text.Length - 1 ? text[(bar + 1)..] : null;
        return bar > 0 && int.TryParse(text.AsSpan(0, bar), NumberStyles.None, CultureInfo.InvariantCulture, out size) && size is >= 1 and <= MaxPageSize;
    }
}
