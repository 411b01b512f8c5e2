namespace Integrations.Core.SavedFilters;

/// <summary>What is to be kept.</summary>
/// <param name="List">One of <see cref="SavedFilterLists"/>.</param>
/// <param name="Name">1 to 60 characters.</param>
/// <param name="Query">From the list's address.</param>
/// <param name="IsShared">With the whole organization, by an administrator.</param>
public sealed record NewSavedFilter(string List, string? Name, string? Query, bool IsShared)
{
    /// <summary>Whose a shared one is, for one that is made again after it was deleted. The caller's where this is null or no member, and where it is not shared.</summary>
    public Guid? OwnerUserId { get; init; }
}
