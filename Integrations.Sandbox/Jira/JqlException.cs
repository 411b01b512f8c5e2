namespace Integrations.Sandbox.Jira;

/// <summary>A query that Jira would refuse, with the message it would give.</summary>
internal sealed class JqlException(string message) : Exception(message);
