using System.Buffers.Text;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Primitives;
using Octokit;

namespace Integrations.Connectors.Vendors.GitHub;

/// <summary>
/// Pulls issues or pull requests that changed since the last time. GitHub lists changes per repository only, so a pull walks
/// the account's repositories page by page; the cursor remembers where it is in the walk.
/// </summary>
/// <remarks>Source: docs.github.com/rest/issues/issues#list-repository-issues (read 2026-11-20): <c>since</c> is inclusive, and pull requests are listed too.</remarks>
internal static class GitHubSync
{
    private const int RepositoriesPerPage = 100;
    private const int IssuesPerPage = 100;

    /// <summary>Vendor calls of one pull; the walk goes on with the next.</summary>
    private const int CallsPerPull = 10;

    private const int Gone = 410;

    /// <summary>Repositories that a cursor remembers as reported.</summary>
    private const int MostReported = 50;

    /// <summary>How far back the first pull reaches.</summary>
    private static readonly TimeSpan FirstReach = TimeSpan.FromDays(30);

    // The vendor's clock and ours may differ; what is seen twice does no harm.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    public static async Task<Result<SyncPage>> PullAsync(VendorSession session, string entityType, string? cursor, CancellationToken cancellationToken)
    {
        var now = session.Clock.GetUtcNow();
        if (Walk.Decode(cursor) is not { } walk)
        {
            return new SyncPage([], null, HasMore: true, Restart: true);
        }

        walk = walk.Started is null ? walk with { Since = walk.Since ?? now - FirstReach, Started = now } : walk;
        using var github = new GitHubApi(session, cancellationToken);
        var changes = new List<EntityChange>();
        var leftOut = new List<string>();
        for (var calls = 1; calls < CallsPerPull;)
        {
            var listed = await github.ListAsync(ApiUrls.Repositories(), GitHubQueries.Repositories(RepositorySort.FullName, RepositoriesPerPage, walk.RepositoryPage));
            if (!listed.TryGet(out var repositories, out var failure))
            {
                return failure;
            }

            for (; walk.Repository < repositories.Items.Count && calls < CallsPerPull; calls++)
            {
                var read = await IssuesAsync(github, repositories.Items[walk.Repository], walk);
                if (!read.TryGet(out var issues, out var refused))
                {
                    if (refused.Kind != FailureKind.VendorRefused)
                    {
                        return refused;
                    }

                    // One that refuses does not end the walk. It is reported once: at the next walk the cursor knows it. Without issues (410)
                    // a repository is as it is meant to be.
                    issues = GitHubList.Empty;
                    var name = repositories.Items[walk.Repository].Text("full_name")!;
                    if (refused.VendorStatus != Gone && !walk.Reported.Contains(name))
                    {
                        leftOut.Add(PartlyRead.LeftOut("repository", name, refused));
                        walk = walk with { Reported = [.. walk.Reported.TakeLast(MostReported - 1), name] };
                    }
                }
                else if (!issues.HasNext)
                {
                    walk = walk with { Reported = [.. walk.Reported.Where(name => name != repositories.Items[walk.Repository].Text("full_name"))] };
                }

                changes.AddRange(issues.Items.Select(GitHubEntities.FromIssue).OfType<ExternalEntity>().Where(e => e.Type == entityType)
                    .Select(e => new EntityChange(e.Id, e.Type == GitHubEntities.PullRequest ? e with { Untold = GitHubEntities.UntoldByListing } : e)));
                walk = issues.HasNext ? walk with { IssuePage = walk.IssuePage + 1 } : walk with { Repository = walk.Repository + 1, IssuePage = 1 };
            }

            if (walk.Repository < repositories.Items.Count)
            {
                break;
            }

            if (!repositories.HasNext)
            {
                return new SyncPage(changes, new Walk(walk.Started - Overlap) { Reported = walk.Reported }.Encode(), HasMore: false) { LeftOut = leftOut };
            }

            walk = walk with { RepositoryPage = walk.RepositoryPage + 1, Repository = 0, IssuePage = 1 };
            calls++;
        }

        return new SyncPage(changes, walk.Encode(), HasMore: true) { LeftOut = leftOut };
    }

    private static async Task<Result<GitHubList>> IssuesAsync(GitHubApi github, JsonElement repository, Walk walk) =>
        repository.Text("full_name") is { } name && GitHubEntities.IsFullName(name) && name.Split('/') is [var owner, var its]
            ? await github.ListAsync(ApiUrls.Issues(owner, its), GitHubQueries.ChangedIssues(walk.SinceOf(name), IssuesPerPage, walk.IssuePage))
            : GitHubList.Empty;

    /// <param name="Since">Changes from then on; null before the very first pull.</param>
    /// <param name="Started">When this walk began; null between walks.</param>
    /// <param name="RepositoryPage">Page of the list of repositories.</param>
    /// <param name="Repository">Place within that page.</param>
    /// <param name="IssuePage">Page of that repository's changes.</param>
    private sealed record Walk(DateTimeOffset? Since, DateTimeOffset? Started = null, int RepositoryPage = 1, int Repository = 0, int IssuePage = 1)
    {
        /// <summary>Repositories that refused, and were reported.</summary>
        public IReadOnlyList<string> Reported { get; init; } = [];

        /// <summary>Of one that refused at the last walk, what changed meanwhile was not told: it is read as at the first.</summary>
        public DateTimeOffset SinceOf(string repository) =>
            Reported.Contains(repository) && Started - FirstReach is { } reach && reach < Since ? reach : Since!.Value;

        public static Walk? Decode(string? cursor)
        {
            if (cursor is null)
            {
                return new Walk(Since: null);
            }

            try
            {
                return JsonSerializer.Deserialize<Walk>(Base64Url.DecodeFromChars(cursor), JsonSerializerOptions.Web) is { Since: not null, RepositoryPage: > 0, Repository: >= 0, IssuePage: > 0, Reported: not null } walk ? walk : null;
            }
            catch (Exception exception) when (exception is FormatException or JsonException)
            {
                return null;
            }
        }

        public string Encode() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web));
    }
}
