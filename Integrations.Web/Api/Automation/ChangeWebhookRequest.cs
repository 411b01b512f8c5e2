using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Integrations.Primitives;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Automation;

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

    /// <summary>A member that cannot be changed this way is refused with the way that there is; members that no one knows are passed over.</summary>
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
