using Integrations.Core.Permissions;

namespace Integrations.Core.Connections.Links;

/// <summary>As whom, and what, a link connects this time.</summary>
internal sealed record ConnectAttempt(Caller Caller, Guid InstanceId);
