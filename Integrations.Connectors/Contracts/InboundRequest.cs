namespace Integrations.Connectors.Contracts;

/// <summary>What an inbound request holds.</summary>
/// <param name="Headers">Names compare without case.</param>
/// <param name="Body">Raw bytes, at most 1 MB.</param>
public sealed record InboundRequest(
    string Method,
    IReadOnlyDictionary<string, string> Headers,
    IReadOnlyDictionary<string, string> Query,
    ReadOnlyMemory<byte> Body)
{
    /// <summary>The address as the vendor called it, from scheme to query; null where it is not known, and then nothing that signs it holds.</summary>
    public string? Url { get; init; }
}
