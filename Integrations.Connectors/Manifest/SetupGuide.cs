namespace Integrations.Connectors.Manifest;

/// <summary>For an administrator who registers the OAuth client at the vendor.</summary>
public sealed record SetupGuide
{
    /// <summary>The vendor's page to register a client at.</summary>
    public string? RegisterUrl { get; init; }

    /// <summary>One step a line, in order; plain text. <c>{callbackUrl}</c> stands for the address to paste.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];
}
