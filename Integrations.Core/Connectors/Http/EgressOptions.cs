using System.Net;

namespace Integrations.Core.Connectors.Http;

/// <summary>Where the hub may connect to.</summary>
public sealed class EgressOptions
{
    public const string Section = "Egress";

    /// <summary>CIDRs that the operator opens, such as <c>10.20.0.0/16</c> for a Jira of one's own. Empty by default.</summary>
    public IList<string> AllowedPrivateNetworks { get; } = [];

    /// <summary>Uses the system's proxy; off because checks on addresses mean nothing behind one (SECURITY I7).</summary>
    public bool UseSystemProxy { get; set; }

    internal IReadOnlyList<IPNetwork> Allowed => [.. AllowedPrivateNetworks.Select(IPNetwork.Parse)];
}
