using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.GitHub;

/// <summary>Webhook deliveries: <c>X-Hub-Signature-256</c> over the raw body.</summary>
/// <remarks>
/// Source: docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries and /webhooks/webhook-events-and-payloads (read
/// 2026-11-28). There is no timestamp, so replays are caught by the delivery's id alone. The SHA-1 header is ignored. A new webhook
/// sends forms unless a person chooses JSON: the payload then stands in the field <c>payload</c>, and the form is what is signed.
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

        if (VendorJson.Parse(Payload(request)) is not { ValueKind: JsonValueKind.Object } body)
        {
            return new InboundVerdict.Rejected("body");
        }

        var action = EntityText.Value(body.Text("action"));
        return new InboundVerdict.Accepted(delivery, action is null ? name : $"{name}.{action}", name switch
        {
            "repository" => Moved(body, action),
            "organization" => Renamed(body, action),
            _ => Touched(name, body),
        });
    }

    private static ReadOnlyMemory<byte> Payload(InboundRequest request) =>
        InboundForm.Is(request) ? Encoding.UTF8.GetBytes(InboundForm.Field(request, "payload") ?? "") : request.Body;

    private static IReadOnlyList<TouchedEntity> Touched(string name, JsonElement body)
    {
        // Comments on pull requests arrive as issue_comment, with an issue that has the member pull_request; reviews of all
        // kinds carry the pull request itself.
        var issue = body.Member("issue");
        if ((issue ?? body.Member("pull_request")) is not { } thing || Repository(body.Member("repository")) is not { } repository || thing.Number("number") is not { } number)
        {
            return [];
        }

        var isPull = issue is null || thing.Member("pull_request") is not null;
        var id = $"{(isPull ? "pull" : "issue")}:{repository}:{number}";
        if (name == "issues" && body.Text("action") == "transferred" && body.Member("changes") is { } changes)
        {
            return [new TouchedEntity(GitHubEntities.Issue, id) { RenamedTo = Transferred(changes) }];
        }

        return [new TouchedEntity(isPull ? GitHubEntities.PullRequest : GitHubEntities.Issue, id, name == "issues" && body.Text("action") == "deleted")];
    }

    /// <summary>Where an issue is now; null where it is not told: then it is asked for, and GitHub leads there.</summary>
    private static string? Transferred(JsonElement changes) =>
        Repository(changes.Member("new_repository")) is { } repository && changes.Number("new_issue", "number") is { } number ? $"issue:{repository}:{number}" : null;

    /// <summary>An organization has another name now, and so have the ids of all that it owns.</summary>
    private static IReadOnlyList<TouchedEntity> Renamed(JsonElement body, string? action) =>
        action != "renamed" || body.Text("changes", "login", "from") is not { } before || body.Text("organization", "login") is not { } now || !GitHubEntities.IsName(before) || !GitHubEntities.IsName(now)
            ? []
            :
            [
                new TouchedEntity(GitHubEntities.User, $"user:{before}") { RenamedTo = $"user:{now}" },
                new TouchedEntity(GitHubEntities.Repository, $"repo:{before}:") { RenamedTo = $"repo:{now}:" },
                new TouchedEntity(GitHubEntities.Issue, $"issue:{before}:") { RenamedTo = $"issue:{now}:" },
                new TouchedEntity(GitHubEntities.PullRequest, $"pull:{before}:") { RenamedTo = $"pull:{now}:" },
            ];

    /// <summary>A repository has another name or another owner now, and so have the ids of all that is in it.</summary>
    private static IReadOnlyList<TouchedEntity> Moved(JsonElement body, string? action)
    {
        if (Repository(body.Member("repository")) is not { } now || now.Split(':') is not [var owner, var name])
        {
            return [];
        }

        var before = action switch
        {
            "renamed" => $"{owner}:{body.Text("changes", "repository", "name", "from")}",
            "transferred" => $"{body.Text("changes", "owner", "from", "organization", "login") ?? body.Text("changes", "owner", "from", "user", "login")}:{name}",
            _ => null,
        };
        if (before?.Split(':') is not [var oldOwner, var oldName] || !GitHubEntities.IsName(oldOwner) || !GitHubEntities.IsName(oldName))
        {
            return [new TouchedEntity(GitHubEntities.Repository, $"repo:{now}", action == "deleted")];
        }

        return
        [
            new TouchedEntity(GitHubEntities.Repository, $"repo:{before}") { RenamedTo = $"repo:{now}" },
            new TouchedEntity(GitHubEntities.Issue, $"issue:{before}:") { RenamedTo = $"issue:{now}:" },
            new TouchedEntity(GitHubEntities.PullRequest, $"pull:{before}:") { RenamedTo = $"pull:{now}:" },
        ];
    }

    /// <summary><c>owner:repository</c>, as ids have it.</summary>
    private static string? Repository(JsonElement? repository) =>
        repository?.Text("full_name") is { } name && GitHubEntities.IsFullName(name) ? name.Replace('/', ':') : null;
}
