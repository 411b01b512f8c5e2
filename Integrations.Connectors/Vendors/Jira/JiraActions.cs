using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Actions;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Jira;

/// <summary>What can be done in Jira.</summary>
/// <remarks>
/// Source: developer.atlassian.com/cloud/jira/platform/rest/v3, issues and comments (read 2026-11-20). There is no idempotency key: after
/// a lost answer look before repeating.
/// </remarks>
internal static class JiraActions
{
    public const string CreateIssue = "create_issue";
    public const string AddComment = "add_comment";
    public const string TransitionIssue = "transition_issue";

    private const string IssueParameter = """
        "issue": { "type": "string", "title": "Issue", "description": "Its key, such as WID-412.", "required": true, "minLength": 1, "maxLength": 60, "lookUp": { "entity": "issue", "value": "key" } }
        """;

    public static ActionTable Table { get; } = new(
        new WrittenAction(CreateIssue, "Create issue", "Creates an issue in a project.", """
            {
              "project": { "type": "string", "title": "Project", "description": "Its key, such as WID.", "required": true, "pattern": "^[A-Za-z][A-Za-z0-9_]{1,30}$", "maxLength": 31, "lookUp": { "entity": "project", "value": "key" } },
              "summary": { "type": "string", "title": "Summary", "required": true, "minLength": 1, "maxLength": 255 },
              "issueType": { "type": "string", "title": "Issue type", "description": "As the project calls it, such as Bug. Left out: Task, or the project's first type.", "maxLength": 100 },
              "description": { "type": "string", "title": "Description", "maxLength": 30000 },
              "labels": { "type": "array", "title": "Labels", "description": "Without spaces; only where the project's create screen has them.", "maxItems": 20, "items": { "type": "string", "maxLength": 100 } },
              "assignee": { "type": "string", "title": "Assignee", "description": "Account id (on Data Center the login); only where the create screen has it.", "maxLength": 128, "lookUp": { "entity": "user", "value": "username" } }
            }
            """, call => AtSiteAsync(call, CreateAsync)) { Result = JiraEntities.Issue },
        new WrittenAction(AddComment, "Add comment", "Adds a comment to an issue.", $$"""
            {
              {{IssueParameter}},
              "body": { "type": "string", "title": "Comment", "required": true, "minLength": 1, "maxLength": 30000 }
            }
            """, call => OfIssueAsync(call, CommentAsync)),
        new WrittenAction(TransitionIssue, "Move issue", "Moves an issue through its workflow.", $$"""
            {
              {{IssueParameter}},
              "to": { "type": "string", "title": "To", "description": "Name of the transition or of the status it leads to; or new, indeterminate or done for any status of that kind.", "required": true, "minLength": 1, "maxLength": 100 }
            }
            """, call => OfIssueAsync(call, MoveAsync)) { Result = JiraEntities.Issue, German = new Dictionary<string, string>(StringComparer.Ordinal) { ["To"] = "Nach" } });

    private static async Task<Result<ActionOutcome>> AtSiteAsync(ActionCall call, Func<ActionCall, JiraSite, Task<Result<ActionOutcome>>> run) =>
        (await JiraSite.OfAsync(call.Session, call.CancellationToken)).TryGet(out var site, out var failure) ? await run(call, site) : failure;

    private static Task<Result<ActionOutcome>> OfIssueAsync(ActionCall call, Func<ActionCall, JiraSite, string, Task<Result<ActionOutcome>>> run) => AtSiteAsync(
        call,
        async (_, site) => IssueOf(call.Parameters) is { } issue ? await run(call, site, issue) : Failure.InvalidField("issue", "Give the issue's key, such as WID-412."));

    private static async Task<Result<ActionOutcome>> CreateAsync(ActionCall call, JiraSite site)
    {
        var (session, parameters, _, cancellationToken) = call;
        if (parameters.Text("project") is not { } project || !JiraApi.ProjectKey().IsMatch(project))
        {
            return Failure.InvalidField("project", "Give the project's key, such as WID.");
        }

        // Line breaks are refused in summaries.
        var summary = parameters.Text("summary")?.ReplaceLineEndings(" ").Trim();
        if (string.IsNullOrEmpty(summary))
        {
            return Failure.InvalidField("summary", "Give the issue a summary.");
        }

        var typed = await IssueTypeAsync(session, site, project, parameters.Text("issueType"), cancellationToken);
        if (!typed.TryGet(out var type, out var failure))
        {
            return failure;
        }

        var fields = new JsonObject
        {
            ["project"] = new JsonObject { ["key"] = project },
            ["issuetype"] = new JsonObject { ["id"] = type },
            ["summary"] = summary,
        };
        if (parameters.Text("description") is { Length: > 0 } description)
        {
            fields["description"] = Document(site, description);
        }

        if (parameters.Texts("labels") is { Count: > 0 } labels)
        {
            fields["labels"] = new JsonArray([.. labels.Select(label => (JsonNode)label)]);
        }

        if (parameters.Text("assignee") is { Length: > 0 } assignee)
        {
            fields["assignee"] = new JsonObject { [site.IsDataCenter ? "name" : "id"] = assignee };
        }

        var created = await session.ReadAsync<JsonElement>(JiraApi.Post(site, "issue", new JsonObject { ["fields"] = fields }), null, cancellationToken);
        if (!created.TryGet(out var answer, out var refused))
        {
            return refused;
        }

        return answer.Text("id") is { } id && JiraEntities.IsNumber(id) && answer.Text("key") is { } key
            ? await OutcomeAsync(session, site, id, new JsonObject { ["id"] = id, ["key"] = key, ["url"] = JiraEntities.Web(site, $"browse/{Uri.EscapeDataString(key)}") }, cancellationToken)
            : VendorFailures.Unreadable(session.VendorName, null);
    }

    private static async Task<Result<ActionOutcome>> CommentAsync(ActionCall call, JiraSite site, string issue)
    {
        var (session, parameters, _, cancellationToken) = call;
        if (parameters.Text("body") is not { } body || string.IsNullOrWhiteSpace(body))
        {
            return Failure.InvalidField("body", "Write a comment.");
        }

        var added = await session.ReadAsync<JsonElement>(JiraApi.Post(site, $"issue/{issue}/comment", new JsonObject { ["body"] = Document(site, body) }), null, cancellationToken);
        return added.Map(comment => new ActionOutcome(new JsonObject
        {
            ["id"] = EntityText.Value(comment.Text("id")),
            ["issue"] = issue,
            ["url"] = comment.Text("id") is { } id ? JiraEntities.CommentUrl(site, issue, id) : null,
            ["created"] = JiraApi.Time(comment.Text("created")).Iso(),
        }));
    }

    private static async Task<Result<ActionOutcome>> MoveAsync(ActionCall call, JiraSite site, string issue)
    {
        var (session, parameters, _, cancellationToken) = call;
        var listed = await session.ReadAsync<JsonElement>(JiraApi.Get(site, $"issue/{issue}/transitions"), null, cancellationToken);
        if (!listed.TryGet(out var answer, out var failure))
        {
            return failure;
        }

        var wanted = parameters.Text("to")?.Trim() ?? "";
        var transitions = answer.Items("transitions");
        var ways = new Func<JsonElement, string?>[] { t => t.Text("id"), t => t.Text("name"), t => t.Text("to", "name"), t => t.Text("to", "statusCategory", "key") };
        var found = ways.Select(way => transitions.FirstOrDefault(t => TextMatch.Same(way(t), wanted))).FirstOrDefault(t => t.ValueKind == JsonValueKind.Object);
        if (found.Text("id") is not { } id)
        {
            var names = TextDirection.Join(", ", transitions.Select(t => t.Text("name")).OfType<string>());
            return Failure.InvalidField("to", VendorFailures.Clean($"From where it is, {issue} can be moved by: {(names.Length > 0 ? names : "nothing the connected account may do")}.", 300));
        }

        HttpRequestMessage Move() => JiraApi.Post(site, $"issue/{issue}/transitions", new { transition = new { id } });
        var sent = await session.SendAsync(Move(), cancellationToken);
        if (sent is { IsSuccess: true, Value.Status: System.Net.HttpStatusCode.Conflict })
        {
            // Someone changed the issue in the same moment; it has not been moved.
            sent = await session.SendAsync(Move(), cancellationToken);
        }

        if (!sent.TryGet(out var response, out var lost))
        {
            return lost;
        }

        return session.Check(response) is { } refused
            ? refused
            : await OutcomeAsync(session, site, issue, new JsonObject { ["issue"] = issue, ["transition"] = EntityText.Value(found.Text("name")), ["status"] = EntityText.Value(found.Text("to", "name")) }, cancellationToken);
    }
    /// <summary>The issue as it is now, read by its id: the search index lags behind. What was done stays done if that fails.</summary>
    private static async Task<Result<ActionOutcome>> OutcomeAsync(VendorSession session, JiraSite site, string issue, JsonObject output, CancellationToken cancellationToken)
    {
        var read = await session.ReadAsync<JsonElement>(JiraApi.GetIssue(site, issue), null, cancellationToken);
        return new ActionOutcome(output, read.IsSuccess ? JiraEntities.FromIssue(read.Value, site) : null);
    }

    /// <summary>Types differ per project, and their names per language.</summary>
    private static async Task<Result<string>> IssueTypeAsync(VendorSession session, JiraSite site, string project, string? wanted, CancellationToken cancellationToken)
    {
        var listed = await session.ReadAsync<JsonElement>(JiraApi.Get(site, $"issue/createmeta/{project}/issuetypes"), null, cancellationToken);
        if (!listed.TryGet(out var answer, out var failure))
        {
            return failure;
        }

        var types = answer.Items(site.IsDataCenter ? "values" : "issueTypes").Where(type => !type.Flag("subtask")).ToList();
        var name = string.IsNullOrWhiteSpace(wanted) ? "Task" : wanted.Trim();
        var found = types.Find(type => TextMatch.Same(type.Text("name"), name) || type.Text("id") == name);
        found = found.ValueKind == JsonValueKind.Undefined && string.IsNullOrWhiteSpace(wanted) ? types.FirstOrDefault() : found;
        return found.Text("id") is { } id
            ? id
            : Failure.InvalidField("issueType", VendorFailures.Clean($"{project} has these issue types: {TextDirection.Join(", ", types.Select(type => type.Text("name")).OfType<string>())}.", 300));
    }

    /// <summary>A key, a number, or the id that search gave.</summary>
    private static string? IssueOf(JsonElement parameters)
    {
        var text = parameters.Text("issue")?.Trim() ?? "";
        text = text.StartsWith("issue:", StringComparison.Ordinal) ? text["issue:".Length..] : text;
        return JiraApi.IssueKey().IsMatch(text) || JiraEntities.IsNumber(text) ? text : null;
    }

    private static JsonNode Document(JiraSite site, string text) => site.IsDataCenter ? JsonValue.Create(text) : JiraDocument.FromText(text);
}
