using Integrations.Connectors.Contracts;

namespace Integrations.Core.Agents;

/// <summary>An action that a program may run, as it describes itself now.</summary>
public sealed record AgentFoundAction(Guid IntegrationId, string IntegrationName, string ProviderKey, ActionDescriptor Action);
