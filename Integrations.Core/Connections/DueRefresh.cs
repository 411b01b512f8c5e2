namespace Integrations.Core.Connections;

/// <summary>A token that is to be renewed ahead of its end.</summary>
/// <param name="Id">The connection.</param>
public sealed record DueRefresh(Guid Id, string ProviderKey, int TokenVersion);
