namespace Integrations.Primitives;

/// <summary>
/// The hub's own address as the world knows it (<c>Hub:PublicOrigin</c>): callback and inbound addresses are built
/// from it, never from a request's Host header (SECURITY O6). Without a setting the host tells its own listening
/// address once, at start.
/// </summary>
public sealed class PublicOrigin
{
    private Uri? _value;

    public bool IsKnown => _value is not null;

    public Uri Value => _value ?? throw new InvalidOperationException("Hub:PublicOrigin is not set and the server has not started yet.");

    /// <summary>Vendors can deliver to it: it was configured, or the vendors are the sandbox on this machine.</summary>
    public bool IsReachable { get; private set; }

    /// <summary>Set once at start.</summary>
    /// <param name="origin">Scheme, host and port count.</param>
    /// <param name="reachable">See <see cref="IsReachable"/>.</param>
    public void Set(Uri origin, bool reachable = false) => (_value, IsReachable) = (new Uri(origin.GetLeftPart(UriPartial.Authority)), reachable);

    public string Url(string path) => new Uri(Value, path).AbsoluteUri;
}
