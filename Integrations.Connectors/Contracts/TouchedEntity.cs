namespace Integrations.Connectors.Contracts;

/// <summary>What an event of the vendor was about: which thing, and not what it looks like now.</summary>
/// <param name="EntityType">One of the manifest's entities.</param>
/// <param name="ExternalId">Null when the vendor only says that something of this type changed.</param>
public sealed record TouchedEntity(string EntityType, string? ExternalId, bool Deleted = false)
{
    /// <summary>
    /// The id that it has now, where the vendor gave it another. An <see cref="ExternalId"/> that ends with a colon stands for all
    /// ids that begin with it, and so does this.
    /// </summary>
    public string? RenamedTo { get; init; }

    /// <summary>Whether it concerns a thing; without an id it concerns all of its type.</summary>
    public bool Means(string entityType, string externalId)
    {
        var id = RenamedTo ?? ExternalId;
        return id is null ? EntityType.Equals(entityType, StringComparison.OrdinalIgnoreCase)
            : id.EndsWith(':') ? externalId.StartsWith(id, StringComparison.Ordinal)
            : externalId == id;
    }
}
