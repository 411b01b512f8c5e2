using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Jira;

/// <summary>Deliveries of webhooks that an administrator registered with a secret: <c>X-Hub-Signature</c> over the raw body.</summary>
/// <remarks>
/// Source: developer.atlassian.com/cloud/jira/platform/webhooks (read 2026-11-20). The body's timestamp is the event's, and retries come
/// minutes later, so it proves no freshness; replays are caught by the delivery's identifier, which retries keep.
/// </remarks>
internal static class JiraWebhook
{
    public static InboundVerdict Receive(InboundRequest request, Secret secret)
    {
        var expected = "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret.Reveal()), request.Body.Span));
        if (!new Secret(expected).Matches(request.Headers.GetValueOrDefault("X-Hub-Signature")))
        {
            return new InboundVerdict.Rejected("signature");
        }

        if (VendorJson.Parse(request.Body) is not { } body || EntityText.Value(body.Text("webhookEvent")) is not { } name)
        {
            return new InboundVerdict.Rejected("body");
        }

        // Data Center sends no identifier; equal bodies are then the same delivery.
        var delivery = request.Headers.GetValueOrDefault("X-Atlassian-Webhook-Identifier") is { Length: > 0 and <= 100 } id
            ? id
            : Convert.ToHexStringLower(SHA256.HashData(request.Body.Span));
        return new InboundVerdict.Accepted(delivery, name, Touched(name, body));
    }

    private static IReadOnlyList<TouchedEntity> Touched(string name, JsonElement body) =>
        body.Text("issue", "id") is { } issue && JiraEntities.IsNumber(issue)
            ? [new TouchedEntity(JiraEntities.Issue, $"issue:{issue}", name == "jira:issue_deleted")]
            : Number(body.Member("project", "id")) is { } project ? [new TouchedEntity(JiraEntities.Project, $"project:{project}", name == "project_deleted")] : [];

    // Projects' ids are numbers here and texts elsewhere.
    private static string? Number(JsonElement? id) => id?.TextOrNumber() is { } text && JiraEntities.IsNumber(text) ? text : null;
}
