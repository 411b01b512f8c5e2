namespace Integrations.Sandbox.Jira;

internal sealed record JiraStatus(string Id, string Name, int CategoryId, string Category, string Color, string TransitionId)
{
    public string CategoryName => Category switch { "new" => "To Do", "done" => "Done", _ => "In Progress" };
}
