using Integrations.Core.Storage;
using Integrations.Primitives;

namespace Integrations.Core.SavedFilters;

/// <summary>A name for what a list's address asks for: one's own, or shared with the organization.</summary>
public sealed class SavedFilter : IVersioned, IIndexed
{
    /// <summary>In characters.</summary>
    public const int NameMaxLength = 60;

    /// <summary>Of one person and one list, and as many shared ones of a list.</summary>
    public const int MostOfAList = 50;

    /// <summary>Time-ordered.</summary>
    public Guid Id { get; init; }

    /// <summary>The organization of who saved it.</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>Who saved it. A shared one is everyone's, and becomes theirs again when it is no longer shared.</summary>
    public Guid OwnerUserId { get; init; }

    /// <summary>One of <see cref="SavedFilterLists"/>.</summary>
    public required string List { get; init; }

    /// <summary>1 to 60 characters, unique for a list among one's own and among the shared ones, without regard to case and to what is not seen.</summary>
    public required string Name { get; set; }

    /// <summary>What the unique index compares: owner and name, or the name alone while it is shared.</summary>
    public string NameKey { get; private set; } = "";

    /// <summary>The list's query without a question mark, in one order and one spelling (<see cref="SavedFilterQuery"/>).</summary>
    public required string Query { get; set; }

    /// <summary>Everyone in the organization sees it, and its administrators change it.</summary>
    public bool IsShared { get; set; }

    /// <summary>When it was saved.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was changed last.</summary>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Grows with each change.</summary>
    public int Version { get; set; }

    /// <summary>Keeps <see cref="NameKey"/> true; called on every save.</summary>
    public void Index() => NameKey = $"{(IsShared ? "" : OwnerUserId.ToString("N"))}:{TextMatch.Key(Name)}";
}
