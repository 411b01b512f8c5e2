using Integrations.Connectors.Entities;

namespace Integrations.Connectors.Contracts;

/// <summary>One thing of the vendor that changed since the cursor.</summary>
/// <param name="ExternalId">As <see cref="ExternalEntity.Id"/>; of an alias, the other name.</param>
/// <param name="Entity">Null when it was deleted.</param>
/// <param name="IsAlias">A deletion told by another name than searches give (such as a path): linked things have to be asked for.</param>
public sealed record EntityChange(string ExternalId, ExternalEntity? Entity, bool IsAlias = false);
