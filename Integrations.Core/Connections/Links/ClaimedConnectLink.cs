using Integrations.Primitives;

namespace Integrations.Core.Connections.Links;

/// <summary>A link that a browser took.</summary>
/// <param name="linkId">Part of the address where it goes on.</param>
/// <param name="browserKey">For that browser's cookie alone; without it the link opens nothing any more.</param>
[HoldsSecret]
public sealed class ClaimedConnectLink(Guid linkId, string browserKey)
{
    /// <summary>The link's id, which opens nothing without the browser's cookie.</summary>
    public Guid LinkId => linkId;

    /// <summary>Goes into that browser's cookie; only its hash is stored.</summary>
    public string BrowserKey => browserKey;

    /// <summary>Always <c>***</c>: the key is a secret.</summary>
    public override string ToString() => "***";
}
