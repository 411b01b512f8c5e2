namespace Integrations.Connectors.Vendors.N8n;

internal sealed record N8nUser(string? Name, string? Email);
