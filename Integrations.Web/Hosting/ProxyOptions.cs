using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Integrations.Web.Hosting;

/// <summary>Who stands between the hub and its users. Section <c>Hub</c>.</summary>
internal sealed class ProxyOptions : IValidatableObject
{
    public const string Section = PublicOriginOptions.Section;

    /// <summary>Addresses of reverse proxies whose forwarded headers are believed (SECURITY V4); empty believes no one.</summary>
    public IList<string> KnownProxies { get; set; } = [];

    /// <summary>The same as networks, such as <c>10.0.0.0/24</c>.</summary>
    public IList<string> KnownNetworks { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (KnownProxies.Any(proxy => !IPAddress.TryParse(proxy, out _)))
        {
            yield return new ValidationResult("Hub:KnownProxies must be IP addresses.", [nameof(KnownProxies)]);
        }

        if (KnownNetworks.Any(network => !System.Net.IPNetwork.TryParse(network, out _)))
        {
            yield return new ValidationResult("Hub:KnownNetworks must be networks such as 10.0.0.0/24.", [nameof(KnownNetworks)]);
        }
    }
}
