using Integrations.Core.Webhooks;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Automation;

/// <summary>A webhook as its readers see it: never the secret, only the names of its headers.</summary>
/// <param name="Status">connected or disconnected, as 003's list has it.</param>
/// <param name="SecretHint">The last characters of the signing secret.</param>
/// <param name="SecretIsWeak">A secret of less than 24 bytes was given.</param>
/// <param name="Headers">Names only; the values are never shown.</param>
/// <param name="DisabledReason">Why it is switched off.</param>
/// <param name="FailingSince">The first failure since the last success.</param>
/// <param name="PausedUntil">Nothing is sent before, because too many deliveries failed.</param>
internal sealed record AutomationWebhookDetails(
    string Id, string Name, string Url, IReadOnlyList<string> Events, bool Active, [property: OneOf("connected", "disconnected")] string Status, string SecretHint, bool SecretIsWeak, IReadOnlyList<string> Headers,
    string? DisabledReason, DateTimeOffset? FailingSince, DateTimeOffset? LastSuccessAt, DateTimeOffset? PausedUntil, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static string StatusOf(WebhookEndpointView webhook) => webhook.IsActive ? "connected" : "disconnected";

    public static AutomationWebhookDetails Of(WebhookEndpointView w) => new(
        AutomationIds.Of(AutomationIds.Webhook, w.Id), w.Name, w.Url, w.Events, w.IsActive, StatusOf(w), w.SecretHint, w.IsSecretWeak, w.HeaderNames,
        w.DisabledReason, w.FailingSince, w.LastSuccessAt, w.PausedUntil, w.CreatedAt, w.UpdatedAt);
}
