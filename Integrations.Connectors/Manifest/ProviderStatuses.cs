namespace Integrations.Connectors.Manifest;

public static class ProviderStatuses
{
    public const string Active = "active";
    public const string Beta = "beta";
    public const string Deprecated = "deprecated";
    public const string Disabled = "disabled";

    public static IReadOnlyList<string> All { get; } = [Active, Beta, Deprecated, Disabled];
}
