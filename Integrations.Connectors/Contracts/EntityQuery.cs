namespace Integrations.Connectors.Contracts;

/// <summary>What is looked for.</summary>
/// <param name="Text">Null or empty for "anything".</param>
/// <param name="Limit">The most items wanted, at least 1.</param>
public sealed record EntityQuery(string? Text, int Limit = 50)
{
    /// <summary>Inclusive; for events their time, for other things their last change.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Exclusive.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>Entity types of the manifest; empty means all that are searchable.</summary>
    public IReadOnlyList<string> EntityTypes { get; init; } = [];

    /// <summary>What the previous page gave; opaque.</summary>
    public string? Cursor { get; init; }

    /// <summary>Field filters of the widget and search routes; names are the manifest's entity fields.</summary>
    public IReadOnlyDictionary<string, string> Filters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether things of this type are looked for. Case does not matter, and no types given means all.</summary>
    public bool Wants(string entityType) => EntityTypes.Count == 0 || EntityTypes.Contains(entityType, StringComparer.OrdinalIgnoreCase);
}
