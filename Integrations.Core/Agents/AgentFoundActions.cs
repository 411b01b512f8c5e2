using Integrations.Primitives;

namespace Integrations.Core.Agents;

/// <summary>The actions that a program may run.</summary>
/// <param name="Waiting">Granted ones that changed since, or are not there any more: they wait for a grant.</param>
/// <param name="Failures">Integrations whose actions could not be listed, with the reason.</param>
public sealed record AgentFoundActions(IReadOnlyList<AgentFoundAction> Items, IReadOnlyList<AgentAction> Waiting, IReadOnlyDictionary<string, Failure> Failures);
