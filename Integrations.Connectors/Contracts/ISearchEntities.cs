using Integrations.Primitives;

namespace Integrations.Connectors.Contracts;

/// <summary>The vendor can be searched by text and, where its API allows, by dates.</summary>
public interface ISearchEntities
{
    /// <summary>
    /// One page of matches, best or nearest first. <see cref="EntityQuery.Cursor"/> is what the previous page gave;
    /// the page holds at most <see cref="EntityQuery.Limit"/> items, and asks the vendor for no more than that.
    /// </summary>
    Task<Result<EntityPage>> SearchAsync(VendorSession session, EntityQuery query, CancellationToken cancellationToken);
}
