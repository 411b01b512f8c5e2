namespace Integrations.Testing.Kill;

/// <summary>One request that arrived.</summary>
/// <param name="Endpoint">The last part of the endpoint's address.</param>
/// <param name="EventId">The id that receivers de-duplicate by.</param>
/// <param name="Body">A hash of the bytes.</param>
internal sealed record Receipt(string Endpoint, string EventId, string Body);
