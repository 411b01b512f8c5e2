namespace Integrations.Core.Instances;

/// <summary>A new integration.</summary>
/// <param name="Provider">A provider's id or key.</param>
/// <param name="Level">The organization's, or the caller's own.</param>
/// <param name="Values">At least the name.</param>
public sealed record NewInstance(string Provider, InstanceLevel Level, InstanceChanges Values)
{
    /// <summary>002's free type, kept as given.</summary>
    public string? CompanyType { get; init; }

    /// <summary>A program's own id of whose account it will hold.</summary>
    public string? Reference { get; init; }

    /// <summary>000 answers an unknown type like an unsupported one.</summary>
    public bool UnknownProviderIsLevelError { get; init; }
}
