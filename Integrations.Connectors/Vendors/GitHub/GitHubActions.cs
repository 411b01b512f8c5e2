using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Actions;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Primitives;
using Octokit;

namespace Integrations.Connectors.Vendors.GitHub;

/// <summary>What can be done in repositories.</summary>
/// <remarks>
/// Source: docs.github.com/rest/issues (read 2026-11-20). There is no idempotency key: after a lost answer look before repeating.
/// Labels and assignees are dropped silently for accounts without push access.
/// </remarks>
internal static class GitHubActions
{
    public const string CreateIssue = "create_issue";
    public const string CommentIssue = "comment_issue";
    public const string CloseIssue = "close_issue";

    private const string Repository = """
        "repository": { "type": "string", "title": "Repository", "description": "owner/repository", "required": true, "pattern": "^[A-Za-z0-9_.-]{1,100}/[A-Za-z0-9_.-]{1,100}$", "maxLength": 201, "lookUp": { "entity": "repository", "value": "key" } }
        """;

    private const string Number = """
        "number": { "type": "integer", "title": "Number", "description": "Of the issue or pull request within the repository.", "required": true, "minimum": 1, "maximum": 2147483647, "lookUp": { "entity": ["issue", "pull_request"], "value": "number", "within": { "container": "repository" } } }
        """;

    public static ActionTable Table { get; } = new(
        new WrittenAction(CreateIssue, "Create issue", "Creates an issue in a repository; its watchers are notified.", $$"""
            {
              {{Repository}},
              "title": { "type": "string", "title": "Title", "required": true, "minLength": 1, "maxLength": 256 },
              "body": { "type": "string", "title": "Description", "description": "Markdown.", "maxLength": 65536 },
              "labels": { "type": "array", "title": "Labels", "maxItems": 20, "items": { "type": "string", "maxLength": 50 } },
              "assignees": { "type": "array", "title": "Assignees", "description": "Logins.", "maxItems": 10, "items": { "type": "string", "maxLength": 100 }, "lookUp": { "entity": "user", "value": "username" } }
            }
            """, CreateAsync) { Result = GitHubEntities.Issue },
        new WrittenAction(CommentIssue, "Comment on issue", "Adds a comment to an issue or pull request.", $$"""
            {
              {{Repository}},
              {{Number}},
              "body": { "type": "string", "title": "Comment", "description": "Markdown.", "required": true, "minLength": 1, "maxLength": 65536 }
            }
            """, CommentAsync),
        new WrittenAction(CloseIssue, "Close issue", "Closes an issue with a reason.", $$"""
            {
              {{Repository}},
              {{Number}},
              "reason": { "type": "string", "title": "Reason", "enum": ["completed", "not_planned", "duplicate"], "default": "completed", "words": { "completed": "Done", "not_planned": "Not planned", "duplicate": "A duplicate" } }
            }
            """, CloseAsync) { Result = GitHubEntities.Issue });

    private static async Task<Result<ActionOutcome>> CreateAsync(ActionCall call)
    {
        if (RepositoryOf(call) is not (var owner, var repository))
        {
            return NoRepository;
        }

        using var github = new GitHubApi(call.Session, call.CancellationToken);
        return Issue(call, await github.PostAsync(ApiUrls.Issues(owner, repository), New(call.Parameters)));
    }

    private static async Task<Result<ActionOutcome>> CommentAsync(ActionCall call)
    {
        if (RepositoryOf(call) is not (var owner, var repository))
        {
            return NoRepository;
        }

        if (NumberOf(call) is not { } number)
        {
            return NoNumber;
        }

        using var github = new GitHubApi(call.Session, call.CancellationToken);
        return Comment(await github.PostAsync(ApiUrls.IssueComments(owner, repository, number), new { body = call.Parameters.Text("body") }));
    }

    private static async Task<Result<ActionOutcome>> CloseAsync(ActionCall call)
    {
        if (RepositoryOf(call) is not (var owner, var repository))
        {
            return NoRepository;
        }

        if (NumberOf(call) is not { } number)
        {
            return NoNumber;
        }

        using var github = new GitHubApi(call.Session, call.CancellationToken);
        // Octokit's own list of reasons lacks "duplicate".
        return Issue(call, await github.PatchAsync(ApiUrls.Issue(owner, repository, number), new { state = "closed", state_reason = call.Parameters.Text("reason") ?? "completed" }));
    }

    private static Failure NoRepository => Failure.InvalidField("repository", "Give the repository as owner/repository.");

    private static Failure NoNumber => Failure.InvalidField("number", "Give the number of the issue.");

    private static (string Owner, string Repository)? RepositoryOf(ActionCall call) =>
        call.Parameters.Text("repository")?.Split('/') is [var owner, var repository] && GitHubEntities.IsName(owner) && GitHubEntities.IsName(repository) ? (owner, repository) : null;

    private static long? NumberOf(ActionCall call) => call.Parameters.Number("number") is { } number and > 0 and <= int.MaxValue ? number : null;

    private static NewIssue New(JsonElement parameters)
    {
        var issue = new NewIssue(parameters.Text("title")) { Body = parameters.Text("body") };
        foreach (var label in parameters.Texts("labels"))
        {
            issue.Labels.Add(label);
        }

        foreach (var login in parameters.Texts("assignees"))
        {
            issue.Assignees.Add(login);
        }

        return issue;
    }

    private static Result<ActionOutcome> Comment(Result<GitHubAnswer> added) => added.Map(comment => new ActionOutcome(new JsonObject
    {
        ["id"] = comment.Body.Number("id"),
        ["html_url"] = EntityText.Link(comment.Body.Text("html_url")),
        ["created_at"] = EntityText.Value(comment.Body.Text("created_at")),
    }));

    private static Result<ActionOutcome> Issue(ActionCall call, Result<GitHubAnswer> written) =>
        !written.TryGet(out var answer, out var failure) ? failure
        : GitHubEntities.FromIssue(answer.Body) is { } entity
            ? new ActionOutcome(
                new JsonObject
                {
                    ["id"] = answer.Body.Number("id"),
                    ["number"] = answer.Body.Number("number"),
                    ["html_url"] = entity.Url,
                    ["state"] = entity.Text(EntityFields.Status),
                },
                entity)
            : VendorFailures.Unreadable(call.Session.VendorName, null);
}
