namespace Integrations.Connectors.Manifest;

/// <summary>Whose an integration of the provider may be.</summary>
public static class ProviderLevels
{
    /// <summary>The organization's: its administrators create it, and its members use it.</summary>
    public const string Organization = "organization";

    /// <summary>One user's own.</summary>
    public const string User = "user";
}
