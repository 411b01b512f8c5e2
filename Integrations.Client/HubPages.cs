using System.Runtime.CompilerServices;

namespace Integrations.Client;

/// <summary>Lists as streams: a page is asked for when the one before it has been read. A page that cannot be read is a <see cref="HubException"/>.</summary>
internal static class HubPages
{
    /// <param name="hasMore">Of a page, and where the next one would begin.</param>
    public static async IAsyncEnumerable<TItem> ByOffset<TPage, TItem>(
        Func<int?, CancellationToken, Task<HubResult<TPage>>> read, Func<TPage, IReadOnlyList<TItem>> items, Func<TPage, int, bool> hasMore,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var (offset, more) = (0, true); more;)
        {
            var page = (await read(offset, cancellationToken)).Value;
            foreach (var item in items(page))
            {
                yield return item;
            }

            offset += items(page).Count;
            // A page without anything would be asked for again and again.
            more = items(page).Count > 0 && hasMore(page, offset);
        }
    }

    /// <param name="pages">How many there are.</param>
    public static async IAsyncEnumerable<TItem> ByPage<TPage, TItem>(
        Func<int?, CancellationToken, Task<HubResult<TPage>>> read, Func<TPage, IReadOnlyList<TItem>> items, Func<TPage, int> pages,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var (number, last) = (1, 1); number <= last; number++)
        {
            var page = (await read(number, cancellationToken)).Value;
            foreach (var item in items(page))
            {
                yield return item;
            }

            last = pages(page);
        }
    }

    /// <param name="next">The cursor of the next page; null after the last.</param>
    public static async IAsyncEnumerable<TItem> ByCursor<TPage, TItem>(
        Func<string?, CancellationToken, Task<HubResult<TPage>>> read, Func<TPage, IReadOnlyList<TItem>> items, Func<TPage, string?> next,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var page = (await read(cursor, cancellationToken)).Value;
            foreach (var item in items(page))
            {
                yield return item;
            }

            cursor = next(page);
        }
        while (cursor is not null);
    }
}
