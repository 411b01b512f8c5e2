namespace Integrations.Core.Storage;

/// <summary>A row that two people may change at once: the version grows with each save and guards against lost updates.</summary>
public interface IVersioned
{
    /// <summary>One more with each save; a save on the ground of another number is refused as stale.</summary>
    int Version { get; set; }

    /// <summary>When it was last saved, in UTC; the context sets it.</summary>
    DateTimeOffset UpdatedAt { get; set; }
}
