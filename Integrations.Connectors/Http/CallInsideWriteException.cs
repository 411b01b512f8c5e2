namespace Integrations.Connectors.Http;

/// <summary>A bug of ours, never a vendor's: it must not be taken for an answer that could not be read.</summary>
public sealed class CallInsideWriteException(string? host) : InvalidOperationException($"A call to {host} inside a write transaction. Call first, then write.");
