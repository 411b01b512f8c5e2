namespace Integrations.Connectors.Http;

/// <summary>A circuit that is not closed.</summary>
/// <param name="Until">When one call may go through again.</param>
public sealed record CircuitView(string Provider, Guid OrganizationId, CircuitState State, DateTimeOffset Until);
