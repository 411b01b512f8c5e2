using Integrations.Sandbox.Accounts;

namespace Integrations.Sandbox.GitHub;

internal sealed record GitHubPull(string Head, bool IsDraft, DateTimeOffset? MergedAt = null)
{
    public IReadOnlyList<DemoPerson> Reviewers { get; init; } = [];
}
