using Integrations.Sandbox.Accounts;

namespace Integrations.Sandbox.N8n;

/// <summary>Workflows and executions of one account.</summary>
internal sealed class N8nWorld
{
    private const int HugeCount = 10_000;

    private long _nextExecution = 1_000;

    public required string Owner { get; init; }

    public List<N8nWorkflowRecord> Workflows { get; } = [];

    /// <summary>Oldest first; lists show them the other way round.</summary>
    public List<N8nExecutionRecord> Executions { get; } = [];

    public static N8nWorld Create(SandboxAccount account, DateTimeOffset now)
    {
        var world = new N8nWorld { Owner = account.Email };
        if (account.Behaviour == SandboxBehaviour.Empty)
        {
            return world;
        }

        world.Workflows.AddRange(N8nSeed.Workflows(account, now));
        if (account.Behaviour == SandboxBehaviour.Huge)
        {
            world.Workflows.AddRange(N8nSeed.Themes(account, now, HugeCount));
        }
        else
        {
            world.Workflows.AddRange(N8nSeed.Themes(account, now, DemoThemes.All.Count));
        }

        N8nSeed.AddExecutions(world, account, now);
        return world;
    }

    public N8nWorkflowRecord? Workflow(string id) => Workflows.Find(workflow => workflow.Id == id);

    public N8nExecutionRecord AddExecution(N8nWorkflowRecord workflow, string mode, string status, DateTimeOffset startedAt, TimeSpan duration, string? retryOf = null)
    {
        var execution = new N8nExecutionRecord(_nextExecution++, workflow.Id, mode, startedAt) { Status = status, StoppedAt = startedAt + duration, RetryOf = retryOf };
        Executions.Add(execution);
        return execution;
    }
}
