using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Integrations.Core.Common;

namespace Integrations.Core.Connectors.GitHub;

/// <summary>Webhook deliveries: <c>X-Hub-Signature-256</c> over the raw body.</summary>
/// <remarks>
/// Source: docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries (read 2026-11-20). There is no timestamp, so
/// replays are caught by the delivery's id alone. The SHA-1 header is ignored.
/// </remarks>
internal static class GitHubWebhook
{
    public static InboundVerdict Receive(InboundRequest request, Secret secret)
    {
        var expected = "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret.Reveal()), request.Body.Span));
        if (!new Secret(expected).Matches(request.Headers.GetValueOrDefault("X-Hub-Signature-256")))
        {
            return new InboundVerdict.Rejected("signature");
        }

        if (request.Headers.GetValueOrDefault("X-GitHub-Delivery") is not { Length: > 0 and <= 100 } delivery
            || request.Headers.GetValueOrDefault("X-GitHub-Event") is not { Length: > 0 and <= 100 } name)
        {
            return new InboundVerdict.Rejected("headers");
        }

        try
        {
            using var document = JsonDocument.Parse(request.Body, new JsonDocumentOptions { MaxDepth = Http.VendorResponse.MaxJsonDepth });
            var body = document.RootElement;
            return new InboundVerdict.Accepted(delivery, EntityText.Value(body.Text("action")) is { } action ? $"{name}.{action}" : name, Touched(name, body));
        }
        catch (JsonException)
        {
            return new InboundVerdict.Rejected("body");
        }
    }

    private static IReadOnlyList<TouchedEntity> Touched(string name, JsonElement body)
    {
        var item = body.Member("issue") ?? body.Member("pull_request");
        if (item is not { } thing || body.Text("repository", "full_name") is not { } repository || !GitHubEntities.IsFullName(repository) || thing.Number("number") is not { } number)
        {
            return [];
        }

        // Comments on pull requests arrive as issue_comment, with an issue that has the member pull_request.
        var isPull = name == "pull_request" || thing.Member("pull_request") is not null;
        var gone = name == "issues" && body.Text("action") is "deleted" or "transferred";
        return [new TouchedEntity(isPull ? GitHubEntities.PullRequest : GitHubEntities.Issue, $"{(isPull ? "pull" : "issue")}:{repository.Replace('/', ':')}:{number}", gone)];
    }
}
