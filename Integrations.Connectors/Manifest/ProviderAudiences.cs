namespace Integrations.Connectors.Manifest;

/// <summary>Whom the catalog offers a provider; 001's <c>audience</c>.</summary>
public static class ProviderAudiences
{
    /// <summary>Super admins only.</summary>
    public const string System = "system";

    /// <summary>Every organization.</summary>
    public const string Tenant = "tenant";

    /// <summary>The two, as 001 lists them.</summary>
    public static IReadOnlyList<string> All { get; } = [System, Tenant];
}
