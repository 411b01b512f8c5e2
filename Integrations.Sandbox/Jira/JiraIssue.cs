using Integrations.Sandbox.Accounts;

namespace Integrations.Sandbox.Jira;

internal sealed class JiraIssue
{
    public required string Id { get; init; }

    public required string Key { get; init; }

    public required JiraProject Project { get; init; }

    public required string Summary { get; set; }

    public required string Type { get; set; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Updated { get; set; }

    public required DemoPerson? Reporter { get; set; }

    public DemoPerson? Assignee { get; set; }

    public System.Text.Json.Nodes.JsonObject? Description { get; set; }

    public JiraStatus Status { get; set; } = JiraWorld.Statuses[0];

    public string Priority { get; set; } = "3";

    public DateTimeOffset? Resolved { get; set; }

    public DateOnly? DueDate { get; set; }

    public List<string> Labels { get; } = [];

    public List<JiraComment> Comments { get; } = [];
}
