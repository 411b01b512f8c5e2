using Integrations.Primitives;

namespace Integrations.Core.Webhooks;

/// <summary>What an endpoint is made of; null members of a change stay as they are.</summary>
[HoldsSecret]
public sealed class WebhookEndpointValues
{
    /// <summary>1 to 80 characters.</summary>
    public string? Name { get; init; }

    /// <summary>Where events are posted; the egress rules say which addresses are called (SECURITY I6).</summary>
    public string? Url { get; init; }

    /// <summary>Names of <see cref="Core.Events.EventTypes"/>.</summary>
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>Sent with each delivery, by name; values are stored protected and never shown again.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>Null has a strong one generated.</summary>
    public string? Secret { get; init; }

    /// <summary>Always <c>***</c>: secret and headers are secrets.</summary>
    public override string ToString() => "***";
}
