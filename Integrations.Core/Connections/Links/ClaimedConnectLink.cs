using Integrations.Primitives;

namespace Integrations.Core.Connections.Links;

/// <summary>A link that a browser took.</summary>
/// <param name="linkId">Part of the address where it goes on.</param>
/// <param name="browserKey">For that browser's cookie alone; without it the link opens nothing any more.</param>
[HoldsSecret]
public sealed class ClaimedConnectLink(Guid linkId, string browserKey)
{
    public Guid LinkId => linkId;

    public string BrowserKey => browserKey;

    public override string ToString() => "***";
}
