namespace Integrations.Core.Agents;

/// <summary>An action of an integration that a program may run.</summary>
/// <param name="Hash">Of the action as it was granted.</param>
public sealed record AgentAction(Guid IntegrationId, string IntegrationName, string Name, string Hash);
