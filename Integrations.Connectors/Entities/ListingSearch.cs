using System.Globalization;
using Integrations.Connectors.Contracts;
using Integrations.Primitives;

namespace Integrations.Connectors.Entities;

/// <summary>
/// A search over listings, one after the other, with the matching done here. It reads page by page and stops when the
/// caller has enough; where much is read and little found, the caller gets what there is, and a cursor.
/// </summary>
internal static class ListingSearch
{
    private const int MaxPageSize = 1_000;

    /// <param name="pageSize">How many to ask the vendor for when so many are still wanted.</param>
    /// <param name="maxPages">Vendor pages read at most for one page of ours.</param>
    public static async Task<Result<EntityPage>> RunAsync(
        IReadOnlyList<SearchListing> listings, EntityQuery query, Func<int, int> pageSize, int maxPages, CancellationToken cancellationToken)
    {
        if (!PageCursor.TryDecode(query.Cursor, out var place)
            || !TryRead(place.Position, out var size, out var position)
            || (position is not null && !(place.Stage < listings.Count && listings[place.Stage].Knows(position))))
        {
            return Failure.InvalidField("cursor", "The cursor is not one that this search gave. Start again without a cursor.");
        }

        var found = new List<ExternalEntity>();
        var (begins, answered) = (place is { Stage: 0, Position: null }, false);
        var leftOut = new List<string>();
        Failure? partial = null;
        Failure? refusal = null;
        for (var pages = 0; place.Stage < listings.Count; pages++)
        {
            if (pages == maxPages || found.Count >= query.Limit)
            {
                return new EntityPage(found, place.Encode()) { Partial = PartlyRead.Of(leftOut, partial) };
            }

            var listing = listings[place.Stage];
            size = size > 0 ? size : Math.Clamp(pageSize(query.Limit - found.Count), 1, MaxPageSize);
            var read = await listing.ReadAsync(position, size, cancellationToken);
            if (!read.TryGet(out var page, out var failure))
            {
                if (failure.Kind != FailureKind.VendorRefused || (!listing.Extra && listings.Count == 1))
                {
                    return failure;
                }

                // One that refuses does not end the walk through the others (RELIABILITY K2); it is reported once, as the cursor does not come back to it.
                if (!listing.Extra)
                {
                    refusal ??= failure;
                    leftOut.Add(PartlyRead.LeftOut("list", listing.Name, failure));
                }

                (place, size, position) = (new PageCursor(place.Stage + 1), 0, null);
                continue;
            }

            answered = true;
            partial ??= page.Partial;
            for (var index = place.Skip; index < page.Items.Count; index++)
            {
                if (page.Items[index] is { } entity && listing.Keep(entity) && query.MatchesFilters(entity))
                {
                    if (found.Count == query.Limit)
                    {
                        return new EntityPage(found, (place with { Position = $"{size}:{position}", Skip = index }).Encode()) { Partial = PartlyRead.Of(leftOut, partial) };
                    }

                    found.Add(entity);
                }
            }

            (place, size, position) = page.Next is { } next
                ? (new PageCursor(place.Stage, $"{size}:{next}"), size, next)
                : (new PageCursor(place.Stage + 1), 0, null);
        }

        return begins && !answered && refusal is not null ? refusal : new EntityPage(found) { Partial = PartlyRead.Of(leftOut, partial) };
    }

    /// <summary>A position in a cursor: the listing's page size, and the vendor's own position, empty for the first page.</summary>
    private static bool TryRead(string? text, out int size, out string? position)
    {
        (size, position) = (0, null);
        if (text is null)
        {
            return true;
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || !int.TryParse(text.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out size) || size is < 1 or > MaxPageSize)
        {
            return false;
        }

        position = colon + 1 < text.Length ? text[(colon + 1)..] : null;
        return true;
    }
}
