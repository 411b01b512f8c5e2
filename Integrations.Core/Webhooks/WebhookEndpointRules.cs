using Integrations.Connectors.Http;
using Integrations.Core.Events;
using Integrations.Primitives;

namespace Integrations.Core.Webhooks;

/// <summary>What an endpoint's values have to keep to.</summary>
internal static class WebhookEndpointRules
{
    /// <param name="isNew">Whether name, address and events have to be there.</param>
    public static Failure? Check(WebhookEndpointValues values, bool isNew, EgressPolicy egress) =>
        (isNew || values.Name is not null ? Text.CheckName("name", values.Name, WebhookEndpoint.NameMaxLength) : null)
        ?? (isNew || values.Url is not null ? egress.Refuse(values.Url) is { } reason ? Failure.InvalidField("url", $"url: {reason}") : null : null)
        ?? (isNew || values.Events is not null ? CheckEvents(values.Events) : null)
        ?? (values.Headers is { } headers ? CallerHeaders.Check(headers) : null)
        ?? WebhookSecrets.Check(values.Secret);

    private static Failure? CheckEvents(IReadOnlyList<string>? events) =>
        events is null || events.Count == 0 ? Failure.InvalidField("events", $"events must name at least one of {string.Join(", ", EventTypes.All)}.")
        : events.FirstOrDefault(e => !EventTypes.All.Contains(e)) is { } unknown
            ? Failure.InvalidField("events", $"'{Text.Cut(unknown, 60)}' is not one of {string.Join(", ", EventTypes.All)}.")
            : null;
}
