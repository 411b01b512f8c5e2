namespace Integrations.Core.Agents;

/// <summary>What a grant gives of one integration; reading and acting apart.</summary>
/// <param name="IntegrationId">An integration that its person sees.</param>
/// <param name="MayRead">Search it and read its things.</param>
/// <param name="Actions">Those that may be run; whatever is not listed is not granted.</param>
public sealed record AgentGrantedIntegration(Guid IntegrationId, bool MayRead, IReadOnlyList<AgentGrantedAction> Actions);
