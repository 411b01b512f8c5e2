using Integrations.Primitives;

namespace Integrations.Core.Webhooks;

/// <summary>What an endpoint is made of; null members of a change stay as they are.</summary>
[HoldsSecret]
public sealed class WebhookEndpointValues
{
    public string? Name { get; init; }

    public string? Url { get; init; }

    public IReadOnlyList<string>? Events { get; init; }

    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>Null has a strong one generated.</summary>
    public string? Secret { get; init; }

    public override string ToString() => "***";
}
