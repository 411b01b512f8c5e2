namespace Integrations.Core.Catalog;

/// <summary>The OAuth client of one provider, from <c>Providers:{key}</c> of the configuration.</summary>
public sealed class ProviderClientOptions
{
    public string? ClientId { get; set; }

    /// <summary>From the environment or user secrets, never from appsettings.json (SECURITY T11).</summary>
    public string? ClientSecret { get; set; }

    /// <summary>Another host than the manifest's, such as a GitHub Enterprise server.</summary>
    public string? BaseUrl { get; set; }

    public string? AuthorizationUrl { get; set; }

    public string? TokenUrl { get; set; }

    public override string ToString() => "***";
}

/// <summary>All of <c>Providers</c>, by provider key.</summary>
public sealed class ProvidersOptions : Dictionary<string, ProviderClientOptions>
{
    public const string Section = "Providers";

    public ProvidersOptions()
        : base(StringComparer.OrdinalIgnoreCase)
    {
    }
}
