using System.Globalization;

namespace Integrations.Sandbox.N8n;

/// <summary>Records as the API writes them.</summary>
internal static class N8nDocuments
{
    /// <param name="hasVersions">Older releases know no versions that are live.</param>
    public static Dictionary<string, object?> Workflow(N8nWorkflowRecord workflow, bool hasVersions)
    {
        var document = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["id"] = workflow.Id,
            ["name"] = workflow.Name,
            ["active"] = workflow.ActiveVersionId is not null,
            ["isArchived"] = workflow.IsArchived,
            ["triggerCount"] = workflow.ActiveVersionId is not null ? 1 : 0,
            ["versionId"] = workflow.VersionId,
            ["createdAt"] = Time(workflow.CreatedAt),
            ["updatedAt"] = Time(workflow.UpdatedAt),
            ["nodes"] = workflow.Nodes.Select((node, index) => Node(workflow, node, index)).ToList(),
            ["connections"] = Connections(workflow),
            ["settings"] = new { executionOrder = "v1", timezone = "Europe/Berlin" },
            ["staticData"] = null,
            ["meta"] = null,
            ["tags"] = workflow.Tags.Select(tag => new { id = tag.ToLowerInvariant(), name = tag, createdAt = Time(workflow.CreatedAt), updatedAt = Time(workflow.CreatedAt) }).ToList(),
            ["shared"] = Array.Empty<object>(),
        };
        if (hasVersions)
        {
            document["activeVersionId"] = workflow.ActiveVersionId;
        }

        return document;
    }

    public static Dictionary<string, object?> Execution(N8nExecutionRecord execution) => new(StringComparer.Ordinal)
    {
        ["id"] = execution.Id.ToString(CultureInfo.InvariantCulture),
        ["finished"] = execution.Status == "success",
        ["mode"] = execution.Mode,
        ["status"] = execution.Status,
        ["retryOf"] = execution.RetryOf,
        ["retrySuccessId"] = null,
        ["startedAt"] = Time(execution.StartedAt),
        ["stoppedAt"] = execution.StoppedAt is { } stopped ? Time(stopped) : null,
        ["workflowId"] = execution.WorkflowId,
        ["waitTill"] = null,
    };

    private static Dictionary<string, object?> Node(N8nWorkflowRecord workflow, N8nNode node, int index)
    {
        var document = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["id"] = Accounts.SandboxSeed.Guid("n8n-node", workflow.Id, node.Name).ToString("D"),
            ["name"] = node.Name,
            ["type"] = node.Type,
            ["typeVersion"] = 2,
            ["position"] = new[] { 200 * index, 80 },
            ["parameters"] = node.Parameters,
        };
        if (node.WebhookId is not null)
        {
            document["webhookId"] = node.WebhookId;
        }

        return document;
    }

    private static Dictionary<string, object?> Connections(N8nWorkflowRecord workflow) => workflow.Nodes.Zip(workflow.Nodes.Skip(1))
        .ToDictionary(
            pair => pair.First.Name,
            pair => (object?)new { main = new[] { new[] { new { node = pair.Second.Name, type = "main", index = 0 } } } },
            StringComparer.Ordinal);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
