namespace Integrations.Core.Catalog;

/// <summary>All of <c>Providers</c>, by provider key.</summary>
public sealed class ProvidersOptions : Dictionary<string, ProviderClientOptions>
{
    /// <summary>Where the settings stand: <c>Providers:{key}:{name}</c>.</summary>
    public const string Section = "Providers";

    /// <summary>Empty; keys are compared without regard to case.</summary>
    public ProvidersOptions()
        : base(StringComparer.OrdinalIgnoreCase)
    {
    }
}
