using Integrations.Primitives;

namespace Integrations.Core.Connections.Links;

/// <summary>A link just made. Its secret part is shown this once.</summary>
[HoldsSecret]
public sealed class CreatedConnectLink(ConnectLinkRow row, Secret address, bool isMailed)
{
    public ConnectLinkRow Row => row;

    /// <summary>The whole address to hand over.</summary>
    public Secret Address => address;

    public bool IsMailed => isMailed;

    public override string ToString() => "***";
}
