using Integrations.Core.Management;

namespace Integrations.Core.Agents;

/// <summary>What a person can grant one of their programs.</summary>
/// <param name="Integrations">Those that the program's person sees; for a key those of the organization that are not connected by each person.</param>
public sealed record AgentOffer(AgentClientView Client, IReadOnlyList<InstanceView> Integrations);
