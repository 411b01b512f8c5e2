namespace Integrations.Core.Catalog;

/// <summary>All of <c>Providers</c>, by provider key.</summary>
public sealed class ProvidersOptions : Dictionary<string, ProviderClientOptions>
{
    public const string Section = "Providers";

    public ProvidersOptions()
        : base(StringComparer.OrdinalIgnoreCase)
    {
    }
}
