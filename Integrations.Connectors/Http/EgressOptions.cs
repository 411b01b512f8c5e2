using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Integrations.Connectors.Http;

/// <summary>Where the hub may connect to.</summary>
public sealed class EgressOptions : IValidatableObject
{
    /// <summary>Where the configuration holds these settings.</summary>
    public const string Section = "Egress";

    /// <summary>CIDRs that the operator opens, such as <c>10.20.0.0/16</c> for a Jira of one's own. Empty by default.</summary>
    public IList<string> AllowedPrivateNetworks { get; } = [];

    /// <summary>
    /// Endings of names that no public server has; only these may be called in the clear, and only where a private network is
    /// opened and the name leads into it. Configured ones are added.
    /// </summary>
    public IList<string> PrivateNames { get; } = ["internal", "local", "lan", "home.arpa", "localdomain", "intranet", "test"];

    /// <summary>Uses the system's proxy; off because checks on addresses mean nothing behind one (SECURITY I7).</summary>
    public bool UseSystemProxy { get; set; }

    internal IReadOnlyList<IPNetwork> Allowed => [.. AllowedPrivateNetworks.Select(IPNetwork.Parse)];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var network in AllowedPrivateNetworks.Where(network => !IPNetwork.TryParse(network, out _)))
        {
            yield return new ValidationResult(
                $"{Section}:{nameof(AllowedPrivateNetworks)} holds '{network}', which is no network. Write CIDRs such as 10.20.0.0/16.", [nameof(AllowedPrivateNetworks)]);
        }
    }
}
