using System.Globalization;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.GitHub;

/// <summary>GitHub's objects as JSON, with every member its description calls required.</summary>
/// <param name="api">Address of the API as the client sees it, without a final slash.</param>
/// <param name="web">Address of the web site as the client sees it.</param>
internal sealed class GitHubDocuments(string api, string web)
{
    private static readonly string[] RepositoryLinks =
    [
        "archive", "assignees", "blobs", "branches", "collaborators", "comments", "commits", "compare", "contents", "contributors",
        "deployments", "downloads", "events", "forks", "git_commits", "git_refs", "git_tags", "hooks", "issue_comment", "issue_events",
        "issues", "keys", "labels", "languages", "merges", "milestones", "notifications", "pulls", "releases", "stargazers", "statuses",
        "subscribers", "subscription", "tags", "teams", "trees",
    ];

    public string Api => api;

    public static GitHubDocuments For(HttpContext http)
    {
        var enterprise = http.Request.Path.StartsWithSegments("/sandbox/github.example", StringComparison.OrdinalIgnoreCase);
        return enterprise
            ? new(SandboxAddress.Of(http, "https://github.example/api/v3"), SandboxAddress.Of(http, "https://github.example"))
            : new(SandboxAddress.Of(http, "https://api.github.com"), SandboxAddress.Of(http, "https://github.com"));
    }

    public static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static long UserId(string login) => SandboxSeed.Number("github-user", login);

    public Dictionary<string, object?> User(string login, string type = "User")
    {
        var url = $"{api}/users/{login}";
        return new(StringComparer.Ordinal)
        {
            ["login"] = login,
            ["id"] = UserId(login),
            ["node_id"] = $"U_{UserId(login)}",
            ["avatar_url"] = $"https://avatars.githubusercontent.com/u/{UserId(login)}?v=4",
            ["gravatar_id"] = "",
            ["url"] = url,
            ["html_url"] = $"{web}/{login}",
            ["followers_url"] = $"{url}/followers",
            ["following_url"] = $"{url}/following{{/other_user}}",
            ["gists_url"] = $"{url}/gists{{/gist_id}}",
            ["starred_url"] = $"{url}/starred{{/owner}}{{/repo}}",
            ["subscriptions_url"] = $"{url}/subscriptions",
            ["organizations_url"] = $"{url}/orgs",
            ["repos_url"] = $"{url}/repos",
            ["events_url"] = $"{url}/events{{/privacy}}",
            ["received_events_url"] = $"{url}/received_events",
            ["type"] = type,
            ["site_admin"] = false,
        };
    }

    public Dictionary<string, object?> Profile(DemoPerson person, bool isSelf)
    {
        var profile = User(person.Login);
        profile["name"] = person.Name;
        profile["company"] = person.Organization;
        profile["blog"] = "";
        profile["location"] = "Bergen";
        profile["email"] = null;
        profile["hireable"] = null;
        profile["bio"] = null;
        (profile["public_repos"], profile["public_gists"], profile["followers"], profile["following"]) = (12, 0, 31, 8);
        (profile["created_at"], profile["updated_at"]) = ("2013-04-22T08:11:43Z", "2026-11-01T06:40:12Z");
        if (isSelf)
        {
            (profile["private_gists"], profile["total_private_repos"], profile["owned_private_repos"]) = (0, 3, 3);
            (profile["disk_usage"], profile["collaborators"], profile["two_factor_authentication"]) = (18230, 4, true);
        }

        return profile;
    }

    public Dictionary<string, object?> Repository(GitHubRepository repository, int openIssues)
    {
        var url = $"{api}/repos/{repository.FullName}";
        var page = $"{web}/{repository.FullName}";
        var document = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["id"] = repository.Id,
            ["node_id"] = $"R_{repository.Id}",
            ["name"] = repository.Name,
            ["full_name"] = repository.FullName,
            ["owner"] = User(repository.Owner, "Organization"),
            ["private"] = repository.IsPrivate,
            ["visibility"] = repository.IsPrivate ? "private" : "public",
            ["html_url"] = page,
            ["description"] = repository.Description,
            ["fork"] = false,
            ["url"] = url,
            ["git_url"] = $"git://github.com/{repository.FullName}.git",
            ["ssh_url"] = $"git@github.com:{repository.FullName}.git",
            ["clone_url"] = $"{page}.git",
            ["svn_url"] = page,
            ["homepage"] = null,
            ["mirror_url"] = null,
            ["language"] = repository.Language,
            ["default_branch"] = "main",
            ["archived"] = repository.Archived,
            ["disabled"] = false,
            ["is_template"] = false,
            ["size"] = 18230,
            ["license"] = null,
            ["topics"] = new[] { "demo" },
            ["has_issues"] = repository.HasIssues,
            ["has_projects"] = true,
            ["has_wiki"] = false,
            ["has_pages"] = false,
            ["has_downloads"] = true,
            ["has_discussions"] = false,
            ["allow_forking"] = true,
            ["web_commit_signoff_required"] = false,
            ["created_at"] = Time(repository.CreatedAt),
            ["updated_at"] = Time(repository.UpdatedAt),
            ["pushed_at"] = Time(repository.UpdatedAt),
            ["permissions"] = new { admin = false, maintain = false, push = true, triage = true, pull = true },
        };
        foreach (var name in (string[])["stargazers_count", "watchers_count", "watchers", "subscribers_count"])
        {
            document[name] = 4;
        }

        foreach (var name in (string[])["forks_count", "forks", "network_count"])
        {
            document[name] = 0;
        }

        (document["open_issues"], document["open_issues_count"]) = (openIssues, openIssues);
        foreach (var link in RepositoryLinks)
        {
            document[link + "_url"] = $"{url}/{link}";
        }

        return document;
    }

    /// <summary>An issue, or a pull request in its issue form.</summary>
    public Dictionary<string, object?> Issue(GitHubIssue issue)
    {
        var repository = $"{api}/repos/{issue.Repository.FullName}";
        var url = $"{repository}/issues/{issue.Number}";
        var document = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["url"] = url,
            ["repository_url"] = repository,
            ["labels_url"] = $"{url}/labels{{/name}}",
            ["comments_url"] = $"{url}/comments",
            ["events_url"] = $"{url}/events",
            ["html_url"] = Page(issue),
            ["id"] = issue.Id,
            ["node_id"] = $"I_{issue.Id}",
            ["number"] = issue.Number,
            ["title"] = issue.Title,
            ["user"] = User(issue.Author.Login),
            ["labels"] = Labels(issue),
            ["state"] = issue.State,
            ["locked"] = false,
            ["assignee"] = issue.Assignees.Count > 0 ? User(issue.Assignees[0].Login) : null,
            ["assignees"] = issue.Assignees.Select(person => User(person.Login)).ToList(),
            ["milestone"] = null,
            ["comments"] = issue.Comments.Count,
            ["created_at"] = Time(issue.CreatedAt),
            ["updated_at"] = Time(issue.UpdatedAt),
            ["closed_at"] = issue.ClosedAt is { } closed ? Time(closed) : null,
            ["author_association"] = "MEMBER",
            ["active_lock_reason"] = null,
            ["body"] = issue.Body,
            ["state_reason"] = issue.StateReason,
            ["reactions"] = Reactions(url),
        };
        if (issue.Pull is { } pull)
        {
            document["draft"] = pull.IsDraft;
            document["pull_request"] = new
            {
                url = $"{repository}/pulls/{issue.Number}",
                html_url = Page(issue),
                diff_url = $"{Page(issue)}.diff",
                patch_url = $"{Page(issue)}.patch",
                merged_at = pull.MergedAt is { } merged ? Time(merged) : null,
            };
        }

        return document;
    }

    public Dictionary<string, object?> SingleIssue(GitHubIssue issue)
    {
        var document = Issue(issue);
        document["closed_by"] = issue.ClosedBy is { } by ? User(by.Login) : null;
        document["sub_issues_summary"] = new { total = 0, completed = 0, percent_completed = 0 };
        return document;
    }

    public Dictionary<string, object?> PullRequest(GitHubIssue issue, int openIssues)
    {
        var pull = issue.Pull!;
        var repository = $"{api}/repos/{issue.Repository.FullName}";
        var url = $"{repository}/pulls/{issue.Number}";
        var sha = $"{SandboxSeed.Guid("sha", pull.Head):N}{SandboxSeed.Number(pull.Head):x8}";
        return new(StringComparer.Ordinal)
        {
            ["url"] = url,
            ["id"] = issue.Id + 1_000_000_000,
            ["node_id"] = $"PR_{issue.Id}",
            ["html_url"] = Page(issue),
            ["diff_url"] = $"{Page(issue)}.diff",
            ["patch_url"] = $"{Page(issue)}.patch",
            ["issue_url"] = $"{repository}/issues/{issue.Number}",
            ["commits_url"] = $"{url}/commits",
            ["review_comments_url"] = $"{url}/comments",
            ["review_comment_url"] = $"{repository}/pulls/comments{{/number}}",
            ["comments_url"] = $"{repository}/issues/{issue.Number}/comments",
            ["statuses_url"] = $"{repository}/statuses/{sha}",
            ["number"] = issue.Number,
            ["state"] = issue.State,
            ["locked"] = false,
            ["title"] = issue.Title,
            ["user"] = User(issue.Author.Login),
            ["body"] = issue.Body,
            ["labels"] = Labels(issue),
            ["milestone"] = null,
            ["assignee"] = issue.Assignees.Count > 0 ? User(issue.Assignees[0].Login) : null,
            ["assignees"] = issue.Assignees.Select(person => User(person.Login)).ToList(),
            ["requested_reviewers"] = pull.Reviewers.Select(person => User(person.Login)).ToList(),
            ["requested_teams"] = Array.Empty<object>(),
            ["draft"] = pull.IsDraft,
            ["merged"] = pull.MergedAt is not null,
            ["merged_at"] = pull.MergedAt is { } merged ? Time(merged) : null,
            ["merged_by"] = pull.MergedAt is null ? null : User(issue.Author.Login),
            ["merge_commit_sha"] = null,
            ["mergeable"] = issue.State == "open" ? true : null,
            ["mergeable_state"] = issue.State == "open" ? "clean" : "unknown",
            ["maintainer_can_modify"] = false,
            ["auto_merge"] = null,
            ["author_association"] = "MEMBER",
            ["head"] = Branch(issue, pull.Head, sha, openIssues),
            ["base"] = Branch(issue, "main", sha, openIssues),
            ["_links"] = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["self"] = new { href = url },
                ["html"] = new { href = Page(issue) },
                ["issue"] = new { href = $"{repository}/issues/{issue.Number}" },
                ["comments"] = new { href = $"{repository}/issues/{issue.Number}/comments" },
                ["review_comments"] = new { href = $"{url}/comments" },
                ["review_comment"] = new { href = $"{repository}/pulls/comments{{/number}}" },
                ["commits"] = new { href = $"{url}/commits" },
                ["statuses"] = new { href = $"{repository}/statuses/{sha}" },
            },
            ["comments"] = issue.Comments.Count,
            ["review_comments"] = 0,
            ["commits"] = 2,
            ["additions"] = 120,
            ["deletions"] = 14,
            ["changed_files"] = 5,
            ["created_at"] = Time(issue.CreatedAt),
            ["updated_at"] = Time(issue.UpdatedAt),
            ["closed_at"] = issue.ClosedAt is { } closed ? Time(closed) : null,
        };
    }

    public object Comment(GitHubIssue issue, GitHubComment comment)
    {
        var repository = $"{api}/repos/{issue.Repository.FullName}";
        return new
        {
            id = comment.Id,
            node_id = $"IC_{comment.Id}",
            url = $"{repository}/issues/comments/{comment.Id}",
            html_url = $"{Page(issue)}#issuecomment-{comment.Id}",
            issue_url = $"{repository}/issues/{issue.Number}",
            user = User(comment.Author.Login),
            body = comment.Body,
            author_association = "MEMBER",
            created_at = Time(comment.At),
            updated_at = Time(comment.At),
            reactions = Reactions($"{repository}/issues/comments/{comment.Id}"),
        };
    }

    private static Dictionary<string, object?> Reactions(string url) => new(StringComparer.Ordinal)
    {
        ["url"] = $"{url}/reactions",
        ["total_count"] = 0,
        ["+1"] = 0,
        ["-1"] = 0,
        ["laugh"] = 0,
        ["hooray"] = 0,
        ["confused"] = 0,
        ["heart"] = 0,
        ["rocket"] = 0,
        ["eyes"] = 0,
    };

    private List<object> Labels(GitHubIssue issue) => [.. issue.Labels.Select(label => (object)new
    {
        id = (long)SandboxSeed.Number("label", label.Name),
        node_id = $"LA_{SandboxSeed.Number("label", label.Name)}",
        url = $"{api}/repos/{issue.Repository.FullName}/labels/{Uri.EscapeDataString(label.Name)}",
        name = label.Name,
        color = label.Color,
        @default = label.Description is not null,
        description = label.Description,
    })];

    private object Branch(GitHubIssue issue, string name, string sha, int openIssues) => new
    {
        label = $"{issue.Repository.Owner}:{name}",
        @ref = name,
        sha,
        user = User(issue.Repository.Owner, "Organization"),
        repo = Repository(issue.Repository, openIssues),
    };

    private string Page(GitHubIssue issue) => $"{web}/{issue.Repository.FullName}/{(issue.Pull is null ? "issues" : "pull")}/{issue.Number}";
}
