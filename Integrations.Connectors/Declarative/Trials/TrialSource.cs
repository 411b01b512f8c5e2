using Integrations.Connectors.Declarative.Recordings;
using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Connectors.Declarative.Trials;

/// <summary>Where the answers of a trial come from: the vendor, a recording, or the sandbox. Exactly one of the three.</summary>
/// <param name="Answers">Whose answers these are, in words that leave no doubt.</param>
/// <param name="Connections">What can be connected with, the recommended way first; at least one.</param>
public sealed record TrialSource(string Answers, IReadOnlyList<TrialConnection> Connections)
{
    /// <summary>The address that deliveries are made for; nothing is sent there.</summary>
    public static Uri InboundAddress { get; } = new("https://hub.example.org/inbound?key=k");

    /// <summary>The sandbox that plays the vendor; null where none does.</summary>
    public Uri? Played { get; init; }

    /// <summary>What answers in the vendor's place; null where it is asked, or played.</summary>
    public Recording? Recording { get; init; }

    /// <summary>Actions are run, those of a played vendor in any case.</summary>
    public bool WithActions { get; init; }

    /// <summary>A word to search for; null for one out of a thing's title.</summary>
    public string? Text { get; init; }

    /// <summary>What is asked is kept (<see cref="TrialReport.Recorded"/>).</summary>
    public bool Records { get; init; }

    /// <summary>What the vendor would send; null where that is not known.</summary>
    public IReadOnlyList<TrialDelivery>? Deliveries { get; init; }

    /// <summary>What those deliveries are signed with.</summary>
    public Secret? DeliverySecret { get; init; }

    /// <summary>How long one call of the vendor may take; null for as long as in the hub.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>Which private networks may be called.</summary>
    public EgressOptions Egress { get; init; } = new();
}
