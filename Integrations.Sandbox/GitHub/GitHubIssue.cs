using Integrations.Sandbox.Accounts;

namespace Integrations.Sandbox.GitHub;

internal sealed class GitHubIssue
{
    public required long Id { get; init; }

    public required int Number { get; init; }

    public required GitHubRepository Repository { get; init; }

    public required string Title { get; set; }

    public required string? Body { get; set; }

    public required DemoPerson Author { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public string State { get; set; } = "open";

    public string? StateReason { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    public DemoPerson? ClosedBy { get; set; }

    public List<DemoPerson> Assignees { get; } = [];

    public List<GitHubLabel> Labels { get; } = [];

    public List<GitHubComment> Comments { get; } = [];

    /// <summary>Set when the issue is a pull request.</summary>
    public GitHubPull? Pull { get; set; }
}
