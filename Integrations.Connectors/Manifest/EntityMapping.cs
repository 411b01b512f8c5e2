namespace Integrations.Connectors.Manifest;

/// <summary>A kind of thing of the vendor, and what it is proposed for in the hub.</summary>
/// <param name="Entity">The name of one of the provider's entities.</param>
/// <param name="ShardType">Our entity type: Meeting, Person, ….</param>
public sealed record EntityMapping(string Entity, string ShardType);
