namespace Integrations.Core.Connections.OAuth;

/// <summary>What a person is asked to confirm.</summary>
public sealed record FlowSummary(string Organization, string RequestedBy, string Vendor);
