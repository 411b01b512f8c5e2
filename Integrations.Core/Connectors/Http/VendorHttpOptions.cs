using System.ComponentModel.DataAnnotations;

namespace Integrations.Core.Connectors.Http;

/// <summary>How the hub talks to vendors.</summary>
public sealed class VendorHttpOptions
{
    public const string Section = "Vendors";

    /// <summary>A call that a person waits for, retries included (SECURITY V5).</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan InteractiveDeadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A call of a background job, retries included.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan BackgroundDeadline { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How many calls of this node are under way at once; an organization or a vendor has a quarter of them (SECURITY V6).</summary>
    [Range(16, 4_096)]
    public int OutboundSlots { get; set; } = 512;

    [Range(typeof(TimeSpan), "00:00:01", "00:00:30")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Where vendor addresses really lead when the sandbox is on: <c>https://host/path</c> becomes
    /// <c>{origin}/sandbox/host/path</c>. Null sends to the vendors themselves.
    /// </summary>
    public Uri? SandboxOrigin { get; set; }

    /// <summary>The vendor hosts that the sandbox serves; other hosts are never rewritten.</summary>
    public ISet<string> SandboxHosts { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Per provider, the address that stands for all of the vendor's hosts, with <c>{host}</c> where the host's name belongs. It is
    /// <c>Providers:{key}:BaseUrl</c> where that names <c>{host}</c>.
    /// </summary>
    internal IDictionary<string, string> Gateways { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where the calls of one provider lead.</summary>
    public VendorRoute RouteOf(string provider) => new(this, Gateways.TryGetValue(provider, out var gateway) ? gateway : null);

    /// <summary>The address that is really called for a vendor's address.</summary>
    public Uri Resolve(Uri address) =>
        SandboxOrigin is { } origin && address.Scheme == Uri.UriSchemeHttps && SandboxHosts.Contains(address.Host)
            ? new Uri(origin, $"/sandbox/{address.Host}{address.PathAndQuery}{address.Fragment}")
            : address;

    /// <summary>Whether an address lies in the sandbox itself, as the sandbox's own paging links do.</summary>
    public bool IsSandbox(Uri address) => SandboxOrigin is { } origin
        && Uri.Compare(address, origin, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0
        && address.AbsolutePath.StartsWith("/sandbox/", StringComparison.Ordinal);

    /// <summary>The vendor host that an address stands for, whether or not it was rewritten, with its port as <see cref="CredentialHosts"/> writes it.</summary>
    public string VendorHost(Uri address) => IsSandbox(address) ? address.Segments.ElementAtOrDefault(2)?.TrimEnd('/') ?? "" : CredentialHosts.Of(address);
}
