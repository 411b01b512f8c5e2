using Integrations.Sandbox.Accounts;

namespace Integrations.Sandbox.Jira;

internal sealed record JiraProject(string Id, string Key, string Name, string Area, DemoPerson Lead)
{
    public int LastNumber { get; set; }
}
