namespace Integrations.Sandbox.GitHub;

internal sealed class GitHubRepository
{
    public required long Id { get; init; }

    public required string Owner { get; init; }

    public required string Name { get; init; }

    public required string Description { get; init; }

    public required bool IsPrivate { get; init; }

    public required bool HasIssues { get; init; }

    public required bool Archived { get; init; }

    public required string Language { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public int NextNumber { get; set; } = 1;

    public string FullName => $"{Owner}/{Name}";
}
