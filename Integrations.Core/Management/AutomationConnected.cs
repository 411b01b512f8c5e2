namespace Integrations.Core.Management;

/// <param name="AuthorizationUrl">Where a person has to agree first; null when it is connected.</param>
public sealed record AutomationConnected(InstanceView View, string? AuthorizationUrl);
