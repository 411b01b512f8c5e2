using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Integrations.Core.Webhooks;
using Integrations.Primitives;
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

/// <summary>What to change; members that are absent stay as they are.</summary>
[ApiRequest]
[HoldsSecret]
internal sealed class ChangeWebhookRequest
{
    // What a reader is shown and a change does not take; a caller who sends it expects it to be changed.
    private static readonly HashSet<string> ReadOnly = typeof(AutomationWebhookDetails).GetProperties().Select(member => member.Name)
        .Except(typeof(ChangeWebhookRequest).GetProperties().Select(member => member.Name), StringComparer.Ordinal)
        .ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>1 to 80 characters, unique within the organization.</summary>
    public string? Name { get; init; }

    /// <summary>Another address forgets the headers: what was typed for one receiver is not sent to another.</summary>
    public string? Url { get; init; }

    /// <summary>Events to subscribe to, in place of the present ones.</summary>
    public IReadOnlyList<string?>? Events { get; init; }

    /// <summary>Custom headers, an object of texts, in place of the present ones.</summary>
    public JsonObject? Headers { get; init; }

    /// <summary>False stops sending, true starts afresh.</summary>
    public bool? Active { get; init; }

    /// <summary>Members that none of the above is.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }

    /// <summary>A member that cannot be changed this way is refused with the way that there is; members that nobody knows are passed over.</summary>
    public Failure? Refuse() =>
        (Others ?? []).Where(other => other.Value.ValueKind != JsonValueKind.Null).Select(other => Refuse(other.Key)).FirstOrDefault(refused => refused is not null);

    public override string ToString() => "***";

    private static Failure? Refuse(string member) =>
        member.Equals("secret", StringComparison.OrdinalIgnoreCase)
            ? Failure.InvalidField("secret", "secret is not changed here: POST to the webhook's /rotate makes a new one, and the former one co-signs for 24 hours.")
        : member.Equals("status", StringComparison.OrdinalIgnoreCase)
            ? Failure.InvalidField("status", "status follows from active: set active to false to stop sending, and to true to start again.")
        : ReadOnly.TryGetValue(member, out var name) && JsonNamingPolicy.CamelCase.ConvertName(name) is var shown
            ? Failure.InvalidField(shown, $"{shown} cannot be changed: name, url, events, headers and active can.")
        : null;
}

internal sealed record AutomationWebhookRemoved(string Id, string Status);

/// <param name="WebhookId">Where it went.</param>
/// <param name="EventId">The webhook-id header; the same at every try and replay.</param>
/// <param name="Status">pending, succeeded or failed.</param>
/// <param name="Attempts">Tries so far, since the last replay.</param>
/// <param name="StatusCode">The receiver's last answer; absent when none came.</param>
/// <param name="NextAttemptAt">While it is pending.</param>
internal sealed record AutomationDelivery(
    string Id, string WebhookId, string Event, Guid EventId, [property: OneOf("pending", "succeeded", "failed")] string Status, int Attempts, int? StatusCode, string? Error,
    DateTimeOffset CreatedAt, DateTimeOffset? NextAttemptAt, DateTimeOffset? CompletedAt)
{
    public static AutomationDelivery Of(DeliveryView d) => new(
        AutomationIds.Of(AutomationIds.Delivery, d.Id), AutomationIds.Of(AutomationIds.Webhook, d.EndpointId), d.EventType, d.EventId, NameOf(d.Status), d.Attempts, d.StatusCode,
        d.Status == DeliveryStatus.Succeeded ? null : d.Error, d.CreatedAt, d.Status == DeliveryStatus.Pending ? d.DueAt : null, d.CompletedAt);

    public static string NameOf(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Succeeded => "succeeded",
        DeliveryStatus.Dead => "failed",
        _ => "pending",
    };

    public static DeliveryStatus? Parse(string? status) => status switch
    {
        "pending" => DeliveryStatus.Pending,
        "succeeded" => DeliveryStatus.Succeeded,
        "failed" => DeliveryStatus.Dead,
        _ => null,
    };
}

/// <param name="Tries">Every try, oldest first.</param>
internal sealed record AutomationDeliveryDetails(AutomationDelivery Delivery, IReadOnlyList<AutomationTry> Tries)
{
    public static AutomationDeliveryDetails Of(DeliveryDetail detail) =>
        new(AutomationDelivery.Of(detail.Delivery), [.. detail.Attempts.Select(attempt => AutomationTry.Of(attempt, detail.BodyOf(attempt)))]);
}

/// <param name="Duration">Milliseconds.</param>
/// <param name="Request">What was sent; absent when nothing was.</param>
/// <param name="StatusCode">Absent when no answer came.</param>
/// <param name="Response">The beginning of the receiver's answer.</param>
internal sealed record AutomationTry(int Number, DateTimeOffset At, int Duration, AutomationSentRequest? Request, int? StatusCode, string? Error, string? Response)
{
    public static AutomationTry Of(WebhookAttempt attempt, string? body) => new(
        attempt.Number, attempt.At, attempt.DurationMs,
        attempt.RequestHeaders is { } headers && body is not null ? new AutomationSentRequest(JsonSerializer.Deserialize<Dictionary<string, string>>(headers)!, body) : null,
        attempt.StatusCode, attempt.Error, attempt.ResponseBody);
}

/// <param name="Headers">As sent; values that were typed for this webhook are hidden.</param>
/// <param name="Body">As sent, byte for byte (UTF-8).</param>
internal sealed record AutomationSentRequest(IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>Which deliveries to send again; without members all that were given up.</summary>
[ApiRequest]
internal sealed record ReplayWebhookRequest
{
    /// <summary>A day or a moment, ISO 8601: what happened from then on.</summary>
    public string? FromDate { get; init; }

    /// <summary>A day or a moment, ISO 8601; a day counts whole.</summary>
    public string? ToDate { get; init; }

    /// <summary>Also what was delivered already; false unless told.</summary>
    public bool? IncludeSucceeded { get; init; }
}

/// <param name="Replayed">How many are on their way again; what is under way anyway is not among them.</param>
internal sealed record AutomationReplayed(int Replayed);
