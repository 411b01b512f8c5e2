namespace Integrations.Connectors.Http;

/// <summary>The address is forbidden. To users it looks like any unreachable address (SECURITY I12); to a dispatcher it is final (RELIABILITY R3).</summary>
public sealed class EgressBlockedException() : IOException("The address could not be reached.");
