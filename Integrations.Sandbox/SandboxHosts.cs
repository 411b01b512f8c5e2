namespace Integrations.Sandbox;

/// <summary>The vendor host names that the sandbox answers for.</summary>
public sealed class SandboxHosts
{
    private readonly HashSet<string> _hosts;

    internal SandboxHosts(IEnumerable<ISandboxVendor> vendors) =>
        _hosts = vendors.SelectMany(vendor => vendor.Hosts).ToHashSet(StringComparer.OrdinalIgnoreCase);

    public IReadOnlySet<string> All => _hosts;

    public bool Contains(string host) => _hosts.Contains(host);

    /// <summary>
    /// The sandbox's address for a vendor address: <c>https://api.github.com/user</c> becomes
    /// <c>{origin}/sandbox/api.github.com/user</c>. Addresses of other hosts come back unchanged.
    /// </summary>
    public Uri Rewrite(Uri address, Uri origin) =>
        Contains(address.Host)
            ? new Uri(origin.GetLeftPart(UriPartial.Authority) + "/sandbox/" + address.Host + address.PathAndQuery + address.Fragment)
            : address;
}
