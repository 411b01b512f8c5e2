namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>What a browser itself says about how pages come: what jumps, and what is fetched.</summary>
internal static class PageLoading
{
    /// <summary>Counts from the next page on; what moves because of a press does not count, as browsers have it.</summary>
    public static Task CountLayoutShiftAsync(this BrowserPage window) => window.Page.AddInitScriptAsync("""
        window.layoutShift = 0;
        new PerformanceObserver(list => list.getEntries().forEach(entry => { if (!entry.hadRecentInput) window.layoutShift += entry.value; })).observe({ type: 'layout-shift', buffered: true });
        """);

    /// <summary>Of the page as it stands, once what has been drawn is on the screen.</summary>
    public static Task<double> LayoutShiftAsync(this BrowserPage window) => window.Page.EvaluateAsync<double>("""
        () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(window.layoutShift))))
        """);

    /// <summary>Everything that was fetched for the page, itself included: from where, and whether drawing waited for it.</summary>
    public static async Task<IReadOnlyList<FetchedThing>> FetchedAsync(this BrowserPage window) => await window.Page.EvaluateAsync<FetchedThing[]>("""
        () => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
          .map(entry => ({ address: entry.name, blocksDrawing: entry.renderBlockingStatus === 'blocking' }))
        """);
}
