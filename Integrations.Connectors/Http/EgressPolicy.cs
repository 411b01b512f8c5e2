using System.Net;
using Integrations.Primitives;
using Microsoft.Extensions.Options;

namespace Integrations.Connectors.Http;

/// <summary>Decides which addresses the hub may connect to (SECURITY I6, I8).</summary>
public sealed class EgressPolicy(IOptions<EgressOptions> options, IOptions<VendorHttpOptions>? vendors = null)
{
    private static readonly IPNetwork[] Forbidden =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // The unspecified address, loopback, and the deprecated ::a.b.c.d, which means an IPv4 address to whatever still reads it so.
            "::/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16",
            "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    private readonly IReadOnlyList<IPNetwork> _allowed = options.Value.Allowed;
    private readonly IList<string> _privateNames = options.Value.PrivateNames;

    /// <summary>Whether a connection to this address may be opened: it is public, or the operator opened its network.</summary>
    /// <remarks>
    /// Not public are the special-purpose networks of IANA's registries (RFC 6890), multicast, 6to4 and NAT64 (they wrap IPv4 addresses),
    /// and the address that Azure's machines reach their host at. An IPv4-mapped address (RFC 4291 section 2.5.5.2) counts as the IPv4 one.
    /// </remarks>
    public bool Allows(IPAddress address) => IsOpened(address) || !Forbidden.Any(network => network.Contains(Effective(address)));

    /// <summary>Inside a network that the operator opened.</summary>
    public bool IsOpened(IPAddress address) => _allowed.Any(network => network.Contains(Effective(address)));

    /// <summary>
    /// Checks a URL that a person gave, before any name is resolved: absolute https (http only to an opened private
    /// address or a name that no public server has), no user info, port 443, 80 or at least 1024, no IP in odd notation. In Development
    /// the sandbox's own webhook receivers are acceptable too.
    /// </summary>
    /// <returns>Null when acceptable, else what is wrong with it, as a sentence.</returns>
    public string? Refuse(string? text)
    {
        if (vendors?.Value.IsReceiver(text?.Trim()) == true)
        {
            return null;
        }

        if (string.IsNullOrWhiteSpace(text) || text.Length > 2_000 || text.Any(char.IsControl) || text.Contains('\\', StringComparison.Ordinal)
            || !Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
        {
            return "Give a full address that begins with https://.";
        }

        if (url.UserInfo.Length > 0 || HostAsWritten(text.Trim()).Contains('@', StringComparison.Ordinal))
        {
            return "The address must not contain a user name or password.";
        }

        if (url.Port is not (443 or 80 or >= 1024))
        {
            return "Use port 443, 80, or 1024 and above.";
        }

        if (AsciiHost(url) is not { } host)
        {
            return "Give a full host name.";
        }

        var literal = IPAddress.TryParse(host.Trim('[', ']'), out var address) ? address : null;
        if (literal is not null)
        {
            var written = HostAsWritten(text.Trim());
            if (url.HostNameType == UriHostNameType.IPv4 && !string.Equals(written, literal.ToString(), StringComparison.Ordinal))
            {
                return "Write the IP address in the usual dotted form.";
            }

            if (!Allows(literal))
            {
                return "This address lies in a private or reserved network. An operator can open it in Egress:AllowedPrivateNetworks.";
            }
        }
        else if (url.IsLoopback || !host.Contains('.', StringComparison.Ordinal) || host.EndsWith('.'))
        {
            return "Give a full host name.";
        }
        else if (LooksLikeNumber(host))
        {
            return "Write the IP address in the usual dotted form.";
        }

        // What a private name resolves to is looked at when the connection is made: plain http goes into opened networks alone.
        return url.Scheme == "http" && !(literal is not null ? IsOpened(literal) : _allowed.Count > 0 && IsPrivateName(host))
            ? "Use https://. Plain http goes to opened private networks only: by address, or by a name under one of Egress:PrivateNames."
            : null;
    }

    private static IPAddress Effective(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private bool IsPrivateName(string host) => _privateNames.Any(name =>
        host.Equals(name.TrimStart('.'), StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + name.TrimStart('.'), StringComparison.OrdinalIgnoreCase));

    /// <summary>The host as it is looked up; null when it is no host name, such as one with invisible characters or a direction of writing in it.</summary>
    internal static string? AsciiHost(Uri url)
    {
        try
        {
            // Throws for some of what IDNA does not allow, although Uri has taken it; other invisible characters it leaves out.
            return url.IdnHost is { Length: > 0 } host && host.All(char.IsAscii) && !url.OriginalString.EnumerateRunes().Any(Text.IsInvisible) ? host : null;
        }
        catch (UriFormatException)
        {
            return null;
        }
    }

    private static string HostAsWritten(string text)
    {
        var start = text.IndexOf("//", StringComparison.Ordinal) + 2;
        var end = text.IndexOfAny(['/', '?', '#', ':'], start);
        return end < 0 ? text[start..] : text[start..end];
    }

    private static bool LooksLikeNumber(string host)
    {
        var last = host[(host.LastIndexOf('.') + 1)..];
        return last.Length > 0 && (last.All(char.IsAsciiDigit) || last.StartsWith("0x", StringComparison.OrdinalIgnoreCase));
    }
}
