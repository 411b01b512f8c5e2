using System.Text.Json;
using System.Text.Json.Nodes;
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
        "repository": { "type": "string", "title": "Repository", "description": "owner/repository", "pattern": "^[A-Za-z0-9_.-]{1,100}/[A-Za-z0-9_.-]{1,100}$", "maxLength": 201 }
        """;

    private const string Number = """
        "number": { "type": "integer", "title": "Number", "description": "Of the issue or pull request within the repository.", "minimum": 1, "maximum": 2147483647 }
        """;

    public static IReadOnlyList<ActionDescriptor> All { get; } =
    [
        new(CreateIssue, "Create issue", "Creates an issue in a repository; its watchers are notified.", Schema($$"""
            {{Repository}},
            "title": { "type": "string", "title": "Title", "minLength": 1, "maxLength": 256 },
            "body": { "type": "string", "title": "Description", "description": "Markdown.", "maxLength": 65536 },
            "labels": { "type": "array", "title": "Labels", "maxItems": 20, "items": { "type": "string", "maxLength": 50 } },
            "assignees": { "type": "array", "title": "Assignees", "description": "Logins.", "maxItems": 10, "items": { "type": "string", "maxLength": 100 } }
            """, "repository", "title")),
        new(CommentIssue, "Comment on issue", "Adds a comment to an issue or pull request.", Schema($$"""
            {{Repository}},
            {{Number}},
            "body": { "type": "string", "title": "Comment", "description": "Markdown.", "minLength": 1, "maxLength": 65536 }
            """, "repository", "number", "body")),
        new(CloseIssue, "Close issue", "Closes an issue with a reason.", Schema($$"""
            {{Repository}},
            {{Number}},
            "reason": { "type": "string", "title": "Reason", "enum": ["completed", "not_planned", "duplicate"], "default": "completed" }
            """, "repository", "number")),
    ];

    public static async Task<Result<ActionOutcome>> RunAsync(VendorSession session, string action, JsonElement parameters, CancellationToken cancellationToken)
    {
        if (parameters.Text("repository")?.Split('/') is not [var owner, var repository] || !GitHubEntities.IsName(owner) || !GitHubEntities.IsName(repository))
        {
            return Failure.InvalidField("repository", "Give the repository as owner/repository.");
        }

        using var github = new GitHubApi(session, cancellationToken);
        if (action == CreateIssue)
        {
            return Issue(session, await github.PostAsync(ApiUrls.Issues(owner, repository), New(parameters)));
        }

        if (parameters.Number("number") is not ({ } number and > 0 and <= int.MaxValue))
        {
            return Failure.InvalidField("number", "Give the number of the issue.");
        }

        return action switch
        {
            CommentIssue => Comment(await github.PostAsync(ApiUrls.IssueComments(owner, repository, number), new { body = parameters.Text("body") })),
            // Octokit's own list of reasons lacks "duplicate".
            CloseIssue => Issue(session, await github.PatchAsync(ApiUrls.Issue(owner, repository, number), new { state = "closed", state_reason = parameters.Text("reason") ?? "completed" })),
            _ => Failure.NotFound("action.unknown", $"{session.VendorName} has no action '{action}'."),
        };
    }

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

    private static Result<ActionOutcome> Issue(VendorSession session, Result<GitHubAnswer> written) =>
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
            : VendorFailures.Unreadable(session.VendorName, null);

    private static JsonElement Schema(string properties, params string[] required) => JsonElement.Parse($$"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "type": "object",
          "properties": { {{properties}} },
          "required": {{JsonSerializer.Serialize(required)}},
          "additionalProperties": false
        }
        """);
}
