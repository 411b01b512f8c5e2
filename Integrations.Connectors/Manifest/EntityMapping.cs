namespace Integrations.Connectors.Manifest;

/// <param name="Entity">A name of <see cref="ProviderManifest.Entities"/>.</param>
/// <param name="ShardType">Our entity type: Meeting, Person, ….</param>
public sealed record EntityMapping(string Entity, string ShardType);
