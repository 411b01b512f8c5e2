using System.Text.Json;
using Integrations.Connectors.Entities;

namespace Integrations.Connectors.Vendors.N8n;

/// <summary>A node that waits for a call.</summary>
/// <param name="Path">As the node says it; may hold route parameters such as <c>:id</c>.</param>
/// <param name="WebhookId">Leads the address when the path has route parameters.</param>
/// <param name="AnswersAtOnce">It answers when it was called, not when the workflow has ended: "On received", n8n's default.</param>
internal sealed record N8nWebhook(string NodeName, string Path, string? WebhookId, HttpMethod Method, bool AnswersAtOnce)
{
    /// <summary>The path as n8n serves it, below <c>/webhook/</c>.</summary>
    public string Address => RouteParameters.Count > 0 && WebhookId is not null ? $"{WebhookId}/{Path}" : Path;

    public IReadOnlyList<string> RouteParameters { get; } =
        [.. Path.Split('/').Where(segment => segment.Length > 1 && segment[0] == ':').Select(segment => segment[1..])];

    public bool TakesBody => Method != HttpMethod.Get && Method != HttpMethod.Head;

    public static N8nWebhook? Read(JsonElement node)
    {
        var path = node.Text("parameters", "path")?.Trim('/');
        // A path with an expression is only known to n8n.
        return string.IsNullOrEmpty(path) || path.Length > 300 || path.Contains('{', StringComparison.Ordinal) || path.Split('/').Any(segment => segment is "." or "..")
            ? null
            : new N8nWebhook(EntityText.Title(node.Text("name"), "Webhook"), path, N8nIds.Read(node, "webhookId"), ReadMethod(node), node.Text("parameters", "responseMode") is null or "onReceived" or "streaming");
    }

    /// <summary>n8n's default is GET. Several methods are given as a list: POST is the one that carries data.</summary>
    private static HttpMethod ReadMethod(JsonElement node)
    {
        var methods = node.Text("parameters", "httpMethod") is { } single ? [single] : node.Texts("parameters", "httpMethod");
        var method = methods.FirstOrDefault(m => m.Equals("POST", StringComparison.OrdinalIgnoreCase)) ?? (methods.Count > 0 ? methods[0] : "GET");
        return method.ToUpperInvariant() switch
        {
            "POST" => HttpMethod.Post,
            "PUT" => HttpMethod.Put,
            "PATCH" => HttpMethod.Patch,
            "DELETE" => HttpMethod.Delete,
            "HEAD" => HttpMethod.Head,
            _ => HttpMethod.Get,
        };
    }
}
