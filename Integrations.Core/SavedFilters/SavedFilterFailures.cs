using Integrations.Primitives;

namespace Integrations.Core.SavedFilters;

/// <summary>How keeping a filter fails.</summary>
public static class SavedFilterFailures
{
    /// <summary>Another filter of the list has this name.</summary>
    public const string NameTakenCode = "saved_filter.name_taken";

    internal static Failure NotFound { get; } = Failure.NotFound("saved_filter.not_found", "This saved filter is not there any more.");

    internal static Failure Stale { get; } = new(FailureKind.Stale, "stale", "Someone changed this saved filter in the meantime. Look at it again and repeat the change.");

    internal static Failure NoOrganization { get; } = Failure.Forbidden("Only members of an organization can save filters.");

    internal static Failure Nothing { get; } = Failure.Invalid("saved_filter.nothing", "The list is not filtered. Choose a filter, then save it.");

    internal static Failure TooLong { get; } = Failure.Invalid("saved_filter.too_long", "These filters are too long to be saved. Search for fewer words.");

    internal static Failure TooMany { get; } = Failure.Conflict(
        "saved_filter.too_many", $"A list can have {SavedFilter.MostOfAList} saved filters. Delete one that is not used any more.");

    internal static Failure NameTaken(string name) => Failure.Conflict(NameTakenCode, $"A filter named '{name}' is saved already. Choose another name.");
}
