namespace Integrations.Connectors.Manifest;

/// <summary>How far a provider is; 001's <c>status</c>. Integrations that exist go on in each of them.</summary>
public static class ProviderStatuses
{
    /// <summary>Offered to the provider's audience. The other three are not.</summary>
    public const string Active = "active";

    /// <summary>Being tried out, by super admins.</summary>
    public const string Beta = "beta";

    /// <summary>About to go; what is connected keeps working.</summary>
    public const string Deprecated = "deprecated";

    /// <summary>Taken out of the catalog.</summary>
    public const string Disabled = "disabled";

    /// <summary>The four, as 001 lists them.</summary>
    public static IReadOnlyList<string> All { get; } = [Active, Beta, Deprecated, Disabled];
}
