namespace Integrations.Core.Management;

/// <summary>Which integrations 003's list wants; null members do not filter.</summary>
/// <param name="Type">zapier, n8n, custom or webhook.</param>
/// <param name="Status">connected, disconnected or pending.</param>
public sealed record AutomationFilter(string? Type = null, string? Status = null);
