namespace Integrations.Core.Bulk;

/// <summary>What is moved from one integration to another, or was.</summary>
/// <param name="Links">Links that go over: the organization's, and the caller's own.</param>
/// <param name="Doubled">Links whose thing is linked through the other one already; they are removed.</param>
/// <param name="Widgets">Addresses at which other pages show something of it, that still work; the pages stay as they are.</param>
/// <param name="SavedFilters">Those that narrow a list to it and that the caller may change: their own, and as an administrator the shared ones.</param>
public sealed record ReplacementCounts(int Links, int Doubled, int Widgets, int SavedFilters)
{
    /// <summary>Nothing goes over, and nothing is removed.</summary>
    public bool IsNothing => this is { Links: 0, Doubled: 0, Widgets: 0, SavedFilters: 0 };

    internal static ReplacementCounts None { get; } = new(0, 0, 0, 0);

    internal ReplacementCounts Plus(ReplacementCounts next) =>
        new(Links + next.Links, Doubled + next.Doubled, Widgets + next.Widgets, SavedFilters + next.SavedFilters);
}
