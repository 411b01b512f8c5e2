using Integrations.Connectors.Entities;

namespace Integrations.Connectors.Contracts;

/// <param name="Entity">Null when it was deleted.</param>
/// <param name="IsAlias">A deletion told by another name than searches give (such as a path): linked things have to be asked for.</param>
public sealed record EntityChange(string ExternalId, ExternalEntity? Entity, bool IsAlias = false);
