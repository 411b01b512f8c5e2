namespace Integrations.Sandbox.N8n;

internal sealed record N8nWorkflowRecord(string Id, string Name, IReadOnlyList<N8nNode> Nodes, IReadOnlyList<string> Tags, DateTimeOffset CreatedAt)
{
    public string? ActiveVersionId { get; set; }

    public bool IsArchived { get; init; }

    public string VersionId { get; init; } = "";

    public DateTimeOffset UpdatedAt { get; set; } = CreatedAt;

    public bool HasTrigger => Nodes.Any(node => node.Type == N8nNode.Webhook || node.Type.EndsWith("Trigger", StringComparison.Ordinal) && !node.Type.EndsWith("manualTrigger", StringComparison.Ordinal));
}
