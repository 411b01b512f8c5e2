namespace Integrations.Testing.Kill;

/// <summary>What one raiser knows for sure.</summary>
/// <param name="IntegrationId">Null when not even its creation was answered.</param>
/// <param name="Acknowledged">Switches that were answered with success.</param>
internal sealed record RaisedCalls(string? IntegrationId, int Acknowledged);
