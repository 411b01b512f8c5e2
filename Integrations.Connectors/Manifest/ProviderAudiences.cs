namespace Integrations.Connectors.Manifest;

public static class ProviderAudiences
{
    public const string System = "system";
    public const string Tenant = "tenant";

    public static IReadOnlyList<string> All { get; } = [System, Tenant];
}
