using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Actions;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.N8n;

/// <summary>
/// What can be done: switch a workflow on and off, and run one by calling its webhook. n8n's public API cannot start a
/// workflow in any other way.
/// </summary>
internal static class N8nActions
{
    private const string RunPrefix = "run";
    private const int ListedPages = 4;

    private const string WorkflowParameter =
        """
        {
          "workflowId": { "type": "string", "title": "Workflow", "description": "The workflow's id, as a search gives it.", "required": true, "minLength": 1, "maxLength": 60, "pattern": "^[A-Za-z0-9_-]+$", "lookUp": { "entity": "workflow" } }
        }
        """;

    /// <summary>What every instance can do; which workflows can be run, only it knows.</summary>
    public static ActionTable Table { get; } = new(
        new WrittenAction("activate_workflow", "Activate a workflow", "Switch a workflow on, so that its triggers start it.", WorkflowParameter, call => SwitchAsync(call, on: true)) { IsRepeatable = true, Result = N8nWorkflow.EntityType },
        new WrittenAction("deactivate_workflow", "Deactivate a workflow", "Switch a workflow off.", WorkflowParameter, call => SwitchAsync(call, on: false)) { IsRepeatable = true, Result = N8nWorkflow.EntityType });

    /// <summary>The known ones, and one per webhook of every active workflow (of the first 200), by name.</summary>
    public static async Task<Result<IReadOnlyList<ActionDescriptor>>> ListAsync(VendorSession session, CancellationToken cancellationToken)
    {
        var runs = new List<ActionDescriptor>();
        string? cursor = null;
        for (var page = 0; page < ListedPages && (page == 0 || cursor is not null); page++)
        {
            var read = await N8nApi.WorkflowsAsync(session, N8nApi.WorkflowsPerPage, cursor, activeOnly: true, cancellationToken);
            if (!read.TryGet(out var workflows, out var failure))
            {
                return failure;
            }

            runs.AddRange(workflows.Rows.Where(workflow => workflow is { IsActive: true, IsArchived: false })
                .SelectMany(workflow => workflow.Webhooks.Select((webhook, index) => Describe(workflow, webhook, index))));
            cursor = workflows.NextCursor;
        }

        return (ActionDescriptor[])[.. Table.Known, .. runs.OrderBy(run => run.DisplayName, StringComparer.OrdinalIgnoreCase)];
    }

    private static async Task<Result<ActionOutcome>> SwitchAsync(ActionCall call, bool on)
    {
        var (session, parameters, repeatable, cancellationToken) = call;
        var id = parameters.Text("workflowId");
        if (id is null || !N8nIds.IsValid(id))
        {
            return Failure.InvalidField("workflowId", "workflowId must be a workflow's id.");
        }

        return (await N8nApi.SwitchAsync(session, id, on, repeatable, cancellationToken)).Map(workflow => new ActionOutcome(
            new JsonObject { ["workflowId"] = workflow.Id, ["name"] = workflow.Name, ["active"] = workflow.IsActive }, workflow.ToEntity(session)));
    }

    /// <summary>The workflow and webhook that an action's name stands for: <c>run_{name}_{id}</c>, <c>run2_…</c> for its second webhook.</summary>
    /// <remarks>Only number and id count, so that callers survive a workflow's new name.</remarks>
    public static (string WorkflowId, int Index)? Parse(string action)
    {
        var first = action.IndexOf('_', StringComparison.Ordinal);
        var last = action.LastIndexOf('_');
        if (!action.StartsWith(RunPrefix, StringComparison.Ordinal) || first < RunPrefix.Length || !N8nIds.IsValid(action[(last + 1)..]))
        {
            return null;
        }

        var number = action[RunPrefix.Length..first];
        return number.Length == 0 ? (action[(last + 1)..], 0)
            : int.TryParse(number, System.Globalization.NumberStyles.None, null, out var index) && index > 1 ? (action[(last + 1)..], index - 1)
            : null;
    }

    private static ActionDescriptor Describe(N8nWorkflow workflow, N8nWebhook webhook, int index)
    {
        var label = index == 0 ? workflow.Name : $"{workflow.Name}: {webhook.NodeName}";
        return new ActionDescriptor(
            $"{RunPrefix}{(index == 0 ? "" : index + 1)}_{Slug(workflow.Name)}_{workflow.Id}",
            $"Run {label}",
            EntityText.Description(workflow.Raw.Text("description")) ?? $"Run the workflow '{workflow.Name}' by calling its webhook.",
            Schema(webhook))
        {
            RunsWorkflow = true,
            Group = "Workflows",
            WorkflowId = workflow.Id,
        };
    }

    private static JsonElement Schema(N8nWebhook webhook)
    {
        var routes = webhook.RouteParameters.Take(20).ToList();
        return JsonSerializer.SerializeToElement(new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["type"] = "object",
            ["description"] = webhook.TakesBody ? "Sent to the workflow as its JSON body." : "Sent to the workflow as query parameters.",
            ["properties"] = new JsonObject(routes.Select(name => KeyValuePair.Create<string, JsonNode?>(name, new JsonObject { ["type"] = "string", ["title"] = name, ["description"] = "Part of the webhook's address.", ["minLength"] = 1, ["maxLength"] = 200 }))),
            ["required"] = new JsonArray([.. routes.Select(name => JsonValue.Create(name))]),
            ["additionalProperties"] = true,
        });
    }

    private static string Slug(string name)
    {
        var slug = new StringBuilder();
        foreach (var c in name.ToLowerInvariant().Where(char.IsAscii).Take(60))
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                slug.Append(c);
            }
            else if (slug.Length > 0 && slug[^1] != '_')
            {
                slug.Append('_');
            }
        }

        return slug.ToString().Trim('_') is { Length: > 0 } text ? text : "workflow";
    }
}
