namespace Integrations.Connectors.Manifest;

public static class ProviderCategories
{
    public static IReadOnlyList<string> All { get; } = ["crm", "communication", "data_source", "storage", "custom"];
}
