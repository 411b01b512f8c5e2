namespace Integrations.Core.Migration;

/// <summary>000's answer.</summary>
/// <param name="NeedsMigration">Something waits to be brought over.</param>
public sealed record MigrationStatus(bool NeedsMigration, bool HasJira, bool HasGithub, bool MigratedJira, bool MigratedGithub)
{
    /// <summary>Why the last try failed; null when there was none or it worked.</summary>
    public string? JiraFailure { get; init; }

    /// <inheritdoc cref="JiraFailure"/>
    public string? GithubFailure { get; init; }
}
