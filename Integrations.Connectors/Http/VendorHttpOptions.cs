using System.ComponentModel.DataAnnotations;

namespace Integrations.Connectors.Http;

/// <summary>How the hub talks to vendors.</summary>
public sealed class VendorHttpOptions
{
    /// <summary>Where the configuration holds these settings.</summary>
    public const string Section = "Vendors";

    private const string ReceiverPath = "/sandbox/receiver/";

    /// <summary>A call that a person waits for, retries included (SECURITY V5).</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan InteractiveDeadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A call of a background job, retries included.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan BackgroundDeadline { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How many calls of this node are under way at once; an organization or a vendor has a quarter of them (SECURITY V6).</summary>
    [Range(16, 4_096)]
    public int OutboundSlots { get; set; } = 512;

    /// <summary>How long one connection may take to open, with the lookup of its name and TLS. A call may open several before its deadline.</summary>
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

    /// <summary>
    /// Whether people may give the addresses of the sandbox's webhook receivers. Said by the host that runs the sandbox, in
    /// Development; no setting can say it (SECURITY I10).
    /// </summary>
    public bool ReceiversAreOpen { get; private set; }

    /// <summary>Lets people give those addresses from here on; nothing takes it back while the program runs.</summary>
    public void OpenReceivers() => ReceiversAreOpen = true;

    /// <summary>
    /// Whether a text is the address of a webhook receiver of the sandbox, in its one spelling: the sandbox's own origin,
    /// <c>/sandbox/receiver/</c>, a plain name, and nothing behind it. Everything else on that origin stays closed to people's addresses.
    /// </summary>
    public bool IsReceiver(string? text) =>
        ReceiversAreOpen && SandboxOrigin is { } origin
        && Uri.TryCreate(text, UriKind.Absolute, out var address) && string.Equals(address.AbsoluteUri, text, StringComparison.Ordinal)
        && address.Scheme == origin.Scheme && address.Port == origin.Port && (address.Host == origin.Host || (IsThisMachine(address) && IsThisMachine(origin)))
        && address.UserInfo.Length == 0 && address.Query.Length == 0 && address.Fragment.Length == 0
        && address.AbsolutePath.StartsWith(ReceiverPath, StringComparison.Ordinal)
        && address.AbsolutePath[ReceiverPath.Length..] is { Length: > 0 and <= 64 } name && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    // The two ways to write the address that a developer's hub listens on.
    private static bool IsThisMachine(Uri address) => address.Host is "localhost" or "127.0.0.1";

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
    public string VendorHost(Uri address) => IsSandbox(address) && !IsReceiver(address.AbsoluteUri) ? address.Segments.ElementAtOrDefault(2)?.TrimEnd('/') ?? "" : CredentialHosts.Of(address);
}
