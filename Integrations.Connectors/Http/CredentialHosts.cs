using Integrations.Connectors.Manifest;

namespace Integrations.Connectors.Http;

/// <summary>
/// Where a credential may go: hosts with their ports, as <c>host</c> for https' own port and <c>host:port</c> for any other. Another
/// port of the same machine is another program, perhaps another owner's (SECURITY T10).
/// </summary>
public static class CredentialHosts
{
    private const int HttpsPort = 443;

    /// <summary>How the host of an address is written here. The port is left out only when it is 443, whatever the scheme.</summary>
    public static string Of(Uri address) => Of(address.Host, address.Port);

    internal static string Of(string host, int port) => port == HttpsPort ? host : $"{host}:{port}";

    /// <summary>
    /// The stored hosts of a connection. Those stored before ports counted are bare names: they get the port of the address that was
    /// typed with them.
    /// </summary>
    public static HashSet<string> Bound(ProviderManifest manifest, IEnumerable<string> stored, IReadOnlyDictionary<string, string> facts)
    {
        var typed = manifest.Auth.SelectMany(method => method.Fields).Where(field => field.Type == "url")
            .Select(field => Uri.TryCreate(facts.GetValueOrDefault(field.Name), UriKind.Absolute, out var address) ? address : null)
            .OfType<Uri>()
            .ToLookup(address => address.Host, Of, StringComparer.OrdinalIgnoreCase);
        return new HashSet<string>(stored.SelectMany(host => typed.Contains(host) ? typed[host] : [host]), StringComparer.OrdinalIgnoreCase);
    }
}
