namespace Integrations.Core.SavedFilters;

/// <summary>A saved filter as a person sees it.</summary>
/// <param name="Query">The list's query, without a question mark.</param>
/// <param name="MayChange">Rename and delete it: one's own, and as an administrator those that are shared.</param>
/// <param name="OwnerUserId">Who saved it.</param>
public sealed record SavedFilterView(Guid Id, string Name, string Query, bool IsShared, bool MayChange, Guid OwnerUserId);
