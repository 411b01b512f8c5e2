namespace Integrations.Sandbox.N8n;

/// <param name="Parameters">As n8n stores them.</param>
internal sealed record N8nNode(string Name, string Type, IReadOnlyDictionary<string, object?> Parameters, string? WebhookId = null)
{
    public const string Webhook = "n8n-nodes-base.webhook";

    public string? Text(string parameter) => Parameters.GetValueOrDefault(parameter) as string;
}
