namespace Integrations.Core.Management;

/// <summary>How far an end of many connections is.</summary>
/// <param name="Integrations">Looked after so far.</param>
/// <param name="Of">Integrations to look after.</param>
/// <param name="Connections">Ended so far.</param>
/// <param name="Failed">Integrations that someone else changed again and again; run it once more.</param>
public sealed record EndedConnections(int Integrations, int Of, int Connections, int Failed);
