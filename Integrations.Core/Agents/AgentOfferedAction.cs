using Integrations.Connectors.Contracts;

namespace Integrations.Core.Agents;

/// <summary>An action as it can be granted now.</summary>
/// <param name="Hash">What a grant keeps of it.</param>
/// <param name="State">How it stands with what was granted before.</param>
public sealed record AgentOfferedAction(ActionDescriptor Action, string Hash, AgentOfferState State);
