namespace Integrations.Connectors.Http;

/// <summary>
/// Where one provider's calls lead: to the vendor, into the sandbox where that is on, or through a gateway that the operator set
/// (<c>Providers:{key}:BaseUrl</c> with <c>{host}</c>). Connectors and credentials know the vendor's own hosts only.
/// </summary>
/// <param name="options">The sandbox.</param>
/// <param name="gateway">With <see cref="HostPlace"/>; null for none.</param>
public sealed class VendorRoute(VendorHttpOptions options, string? gateway)
{
    /// <summary>Where a gateway's address takes the vendor's host.</summary>
    public const string HostPlace = "{host}";

    private readonly string? _before = gateway?[..gateway.IndexOf(HostPlace, StringComparison.OrdinalIgnoreCase)];
    private readonly string? _after = gateway?[(gateway.IndexOf(HostPlace, StringComparison.OrdinalIgnoreCase) + HostPlace.Length)..].TrimEnd('/');

    /// <summary>The address that is really called for a vendor's address.</summary>
    public Uri Resolve(Uri address) =>
        gateway is null ? options.Resolve(address)
        : address.Scheme == Uri.UriSchemeHttps && !IsGateway(address) ? new Uri($"{_before}{address.Authority}{_after}{address.PathAndQuery}{address.Fragment}")
        : address;

    /// <summary>Whether an address lies in the sandbox or behind the gateway, as links in their own answers do; it need not be https.</summary>
    public bool IsOurs(Uri address) => gateway is null ? options.IsSandbox(address) : IsGateway(address);

    /// <summary>The vendor host that an address stands for, whether or not it was resolved, with its port as <see cref="CredentialHosts"/> writes it.</summary>
    public string VendorHost(Uri address)
    {
        if (gateway is null)
        {
            return options.VendorHost(address);
        }

        if (!IsGateway(address))
        {
            return CredentialHosts.Of(address);
        }

        var rest = address.AbsoluteUri[_before!.Length..];
        // With its port, where it has one of its own: another port is another program.
        return rest[..(rest.IndexOfAny(['/', '?', '#']) is var end and >= 0 ? end : rest.Length)];
    }

    private bool IsGateway(Uri address) => address.AbsoluteUri.StartsWith(_before!, StringComparison.OrdinalIgnoreCase);
}
