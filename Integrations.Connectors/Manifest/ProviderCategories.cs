namespace Integrations.Connectors.Manifest;

/// <summary>What kind of system a provider is; 001's <c>category</c>, which is part of its address there.</summary>
public static class ProviderCategories
{
    /// <summary>The five, as 001 lists them, which is also their order on the catalog page. <c>custom</c> holds the automation tools, <c>data_source</c> code and tickets.</summary>
    public static IReadOnlyList<string> All { get; } = ["crm", "communication", "data_source", "storage", "custom"];
}
