namespace Integrations.Core.Agents;

/// <summary>An action that a person granted, as they saw it.</summary>
/// <param name="Name">The action's name in its integration.</param>
/// <param name="Hash">Of name, title, description and schema (<see cref="AgentToolHash"/>): once one of them differs, the action waits for a new grant.</param>
public sealed record AgentGrantedAction(string Name, string Hash);
