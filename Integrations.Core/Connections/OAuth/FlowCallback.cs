using Integrations.Primitives;

namespace Integrations.Core.Connections.OAuth;

/// <summary>What the vendor sent back with the browser.</summary>
[HoldsSecret]
public sealed class FlowCallback
{
    /// <summary>RFC 6749 section 4.1.2's code, good once; null where the vendor refused.</summary>
    public string? Code { get; init; }

    /// <summary>The parameter that the flow was started with; without one, or with an unknown one, nothing happens.</summary>
    public string? State { get; init; }

    /// <summary>RFC 6749 section 4.1.2.1's <c>error</c>; null for a success.</summary>
    public string? Error { get; init; }

    /// <summary>The vendor's own words for the error; kept for trials of a client alone, which super administrators see (SECURITY O8).</summary>
    public string? ErrorDescription { get; init; }

    /// <summary>RFC 9207's <c>iss</c>; null where the vendor sends none.</summary>
    public string? Issuer { get; init; }

    /// <summary>The cookie of the browser that came back; null where it has none. Another browser than that of the start is refused (SECURITY O4).</summary>
    public string? BrowserKey { get; init; }

    /// <summary>Who is signed in in the browser that came back; null for no one.</summary>
    public Guid? SignedInUser { get; init; }

    /// <summary>Always <c>***</c>: the code is a secret.</summary>
    public override string ToString() => "***";
}
