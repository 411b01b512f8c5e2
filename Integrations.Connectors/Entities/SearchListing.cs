using Integrations.Primitives;

namespace Integrations.Connectors.Entities;

/// <summary>One of the vendor's listings that a search runs through.</summary>
/// <param name="ReadAsync">
/// Reads the page at a position of the vendor's own, null for the first. The page size stays the same throughout a
/// listing, also when a caller asks for its pages in other sizes: numbered pages and re-read pages need it.
/// </param>
/// <param name="Keep">Whether an entity of it is wanted.</param>
internal sealed record SearchListing(Func<string?, int, CancellationToken, Task<Result<SearchListingPage>>> ReadAsync, Func<ExternalEntity, bool> Keep)
{
    /// <summary>A listing whose vendor does all the choosing.</summary>
    public static SearchListing Of(Func<string?, int, CancellationToken, Task<Result<SearchListingPage>>> read) => new(read, static _ => true);

    /// <summary>What it lists, in a person's words; named when the vendor refuses it.</summary>
    public string Name { get; init; } = "results";

    /// <summary>Asked for on the chance that the account may: a refusal is not worth reporting.</summary>
    public bool Extra { get; init; }

    /// <summary>Whether a position, which came back through the caller, may be read.</summary>
    public Func<string, bool> Knows { get; init; } = static _ => true;
}
