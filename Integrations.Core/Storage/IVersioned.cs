namespace Integrations.Core.Storage;

/// <summary>A row that two people may change at once: the version grows with each save and guards against lost updates.</summary>
public interface IVersioned
{
    int Version { get; set; }

    DateTimeOffset UpdatedAt { get; set; }
}
