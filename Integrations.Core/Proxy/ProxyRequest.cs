namespace Integrations.Core.Proxy;

/// <summary>A call that another program wants made at a vendor.</summary>
/// <param name="Method">GET, HEAD, POST, PUT, PATCH or DELETE.</param>
/// <param name="Path">Below the vendor's API, as it was written in the program's own request: encoded, without a slash at its begin.</param>
/// <param name="Query">As it was written, with its question mark; empty for none.</param>
public sealed record ProxyRequest(string Method, string Path, string Query)
{
    /// <summary>The longest body, each way: 100 MB.</summary>
    public const long LargestBodyInBytes = 100L * 1024 * 1024;

    /// <summary>As they were sent; only those of <see cref="ProxyHeaders"/> go on.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Null for none. Its owner disposes it.</summary>
    public Stream? Body { get; init; }

    /// <summary>Where the program told it.</summary>
    public long? BodyLength { get; init; }

    /// <summary>Whether the method may change something at the vendor: all but GET and HEAD. It then needs the permission <c>proxy.change</c>.</summary>
    public bool Changes => Method is not ("GET" or "HEAD");
}
