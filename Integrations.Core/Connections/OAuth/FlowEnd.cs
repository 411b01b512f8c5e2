using Integrations.Primitives;

namespace Integrations.Core.Connections.OAuth;

/// <summary>How a flow ended.</summary>
/// <param name="ReturnUrl">Where the browser goes; null when the state was not ours, so that nothing is known.</param>
public sealed record FlowEnd(string? ReturnUrl, Guid? InstanceId, Failure? Failure);
