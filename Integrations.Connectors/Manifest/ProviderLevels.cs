namespace Integrations.Connectors.Manifest;

public static class ProviderLevels
{
    public const string Organization = "organization";
    public const string User = "user";
}
