using Integrations.Primitives;

namespace Integrations.Core.Connections.OAuth;

/// <summary>What the vendor sent back with the browser.</summary>
[HoldsSecret]
public sealed class FlowCallback
{
    public string? Code { get; init; }

    public string? State { get; init; }

    public string? Error { get; init; }

    /// <summary>The vendor's own words for the error; kept for trials of a client alone, which super administrators see (SECURITY O8).</summary>
    public string? ErrorDescription { get; init; }

    public string? Issuer { get; init; }

    public string? BrowserKey { get; init; }

    /// <summary>Who is signed in in the browser that came back; null for no one.</summary>
    public Guid? SignedInUser { get; init; }

    public override string ToString() => "***";
}
