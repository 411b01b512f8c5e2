namespace Integrations.Core.Agents;

/// <summary>What a program may do with one integration now: granted, allowed by the organization, and there for its person.</summary>
public sealed record AgentIntegration(Guid Id, string Name, string ProviderKey, bool MayRead, IReadOnlyList<AgentGrantedAction> Actions);
