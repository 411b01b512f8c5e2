namespace Integrations.Connectors.Manifest;

/// <summary>How the vendor's events are set up.</summary>
public sealed record InboundSetup
{
    /// <summary>One step a line; <c>{inboundUrl}</c> and <c>{secret}</c> stand for what to paste.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];

    /// <summary>Event names that the connector understands, in the vendor's words.</summary>
    public IReadOnlyList<string> Events { get; init; } = [];
}
