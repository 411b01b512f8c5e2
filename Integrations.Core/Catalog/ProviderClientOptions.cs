using System.ComponentModel.DataAnnotations;
using Integrations.Connectors.Http;

namespace Integrations.Core.Catalog;

/// <summary>The OAuth client of one provider, from <c>Providers:{key}</c> of the configuration.</summary>
public sealed class ProviderClientOptions : IValidatableObject
{
    /// <summary>The hub's id at the vendor; it is set together with the secret, or neither is.</summary>
    public string? ClientId { get; set; }

    /// <summary>From the environment or user secrets, never from appsettings.json (SECURITY T11).</summary>
    public string? ClientSecret { get; set; }

    /// <summary>
    /// Another host than the manifest's, such as a GitHub Enterprise server. With <c>{host}</c> it stands for all of the vendor's
    /// hosts: <c>https://gateway.example.org/{host}</c>, or a sandbox's <c>http://127.0.0.1:7070/sandbox/{host}</c>.
    /// </summary>
    public string? BaseUrl { get; set; }

    /// <summary>Where browsers go to consent; for a vendor whose address for them differs from the hub's own way there.</summary>
    public string? AuthorizationUrl { get; set; }

    /// <summary>Where codes and refresh tokens are exchanged; for a vendor whose address differs from the manifest's.</summary>
    public string? TokenUrl { get; set; }

    internal bool IsGateway => BaseUrl?.Contains(VendorRoute.HostPlace, StringComparison.OrdinalIgnoreCase) == true;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrWhiteSpace(ClientId) != string.IsNullOrWhiteSpace(ClientSecret))
        {
            var missing = string.IsNullOrWhiteSpace(ClientId) ? nameof(ClientId) : nameof(ClientSecret);
            yield return new ValidationResult("is missing: an OAuth client is its ClientId and its ClientSecret. Set both, or enter both on the provider's page.", [missing]);
        }

        foreach (var (name, address) in new[] { (nameof(BaseUrl), BaseUrl), (nameof(AuthorizationUrl), AuthorizationUrl), (nameof(TokenUrl), TokenUrl) })
        {
            if (!string.IsNullOrWhiteSpace(address) && !(Uri.TryCreate(address.Replace(VendorRoute.HostPlace, "host", StringComparison.OrdinalIgnoreCase), UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"))
            {
                yield return new ValidationResult($"'{address}' is no address. Write it with its scheme, such as https://github.example.org.", [name]);
            }
        }
    }

    /// <summary>Always <c>***</c>: it holds the client's secret.</summary>
    public override string ToString() => "***";
}
