namespace Integrations.Sandbox.N8n;

internal sealed record N8nExecutionRecord(long Id, string WorkflowId, string Mode, DateTimeOffset StartedAt)
{
    public required string Status { get; set; }

    public DateTimeOffset? StoppedAt { get; set; }

    public string? RetryOf { get; init; }
}
