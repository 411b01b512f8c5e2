using Integrations.Core.Instances;

namespace Integrations.Core.Management.Transfers;

/// <summary>An integration that a person made for themself, as an administrator sees it: that it is there, and nothing of what is in it.</summary>
public sealed record OwnedIntegration(Guid Id, string Name, string ProviderName, InstanceStatus Status, bool IsConnected);
