using Integrations.Sandbox.Accounts;

namespace Integrations.Sandbox.Jira;

internal sealed record JiraComment(string Id, DemoPerson Author, System.Text.Json.Nodes.JsonObject Body, DateTimeOffset At);
