using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Core.Common;
using Integrations.Core.Connectors.Http;

namespace Integrations.Core.Connectors.GitHub;

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

    public static Task<Result<ActionOutcome>> RunAsync(VendorSession session, string action, JsonElement parameters, CancellationToken cancellationToken)
    {
        if (parameters.Text("repository") is not { } repository || !GitHubEntities.IsFullName(repository))
        {
            return Refuse(Failure.InvalidField("repository", "Give the repository as owner/repository."));
        }

        if (action == CreateIssue)
        {
            return CreateAsync(session, repository, parameters, cancellationToken);
        }

        if (parameters.Number("number") is not ({ } number and > 0 and <= int.MaxValue))
        {
            return Refuse(Failure.InvalidField("number", "Give the number of the issue."));
        }

        var path = $"repos/{repository}/issues/{number}";
        return action switch
        {
            CommentIssue => CommentAsync(session, path, parameters, cancellationToken),
            CloseIssue => CloseAsync(session, path, parameters, cancellationToken),
            _ => Refuse(Failure.NotFound("action.unknown", $"{session.VendorName} has no action '{action}'.")),
        };
    }

    private static async Task<Result<ActionOutcome>> CreateAsync(VendorSession session, string repository, JsonElement parameters, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["title"] = parameters.Text("title") };
        foreach (var name in new[] { "body", "labels", "assignees" })
        {
            if (parameters.Member(name) is { } value)
            {
                body[name] = JsonNode.Parse(value.GetRawText());
            }
        }

        var created = await session.ReadAsync<JsonElement>(GitHubApi.Send(session, HttpMethod.Post, $"repos/{repository}/issues", body), null, cancellationToken);
        return created.TryGet(out var issue, out var failure) ? Issue(session, issue) : failure;
    }

    private static async Task<Result<ActionOutcome>> CommentAsync(VendorSession session, string path, JsonElement parameters, CancellationToken cancellationToken)
    {
        var added = await session.ReadAsync<JsonElement>(
            GitHubApi.Send(session, HttpMethod.Post, $"{path}/comments", new { body = parameters.Text("body") }), null, cancellationToken);
        return added.Map(comment => new ActionOutcome(new JsonObject
        {
            ["id"] = comment.Number("id"),
            ["html_url"] = EntityText.Link(comment.Text("html_url")),
            ["created_at"] = EntityText.Value(comment.Text("created_at")),
        }));
    }

    private static async Task<Result<ActionOutcome>> CloseAsync(VendorSession session, string path, JsonElement parameters, CancellationToken cancellationToken)
    {
        var closed = await session.ReadAsync<JsonElement>(
            GitHubApi.Send(session, HttpMethod.Patch, path, new { state = "closed", state_reason = parameters.Text("reason") ?? "completed" }), null, cancellationToken);
        return closed.TryGet(out var issue, out var failure) ? Issue(session, issue) : failure;
    }

    private static Result<ActionOutcome> Issue(VendorSession session, JsonElement issue) =>
        GitHubEntities.FromIssue(issue) is { } entity
            ? new ActionOutcome(
                new JsonObject
                {
                    ["id"] = issue.Number("id"),
                    ["number"] = issue.Number("number"),
                    ["html_url"] = entity.Url,
                    ["state"] = entity.Text(EntityFields.Status),
                },
                entity)
            : VendorFailures.Unreadable(session.VendorName, null);

    private static Task<Result<ActionOutcome>> Refuse(Failure failure) => Task.FromResult(Result<ActionOutcome>.Fail(failure));

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
