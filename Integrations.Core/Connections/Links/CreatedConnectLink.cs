using Integrations.Primitives;

namespace Integrations.Core.Connections.Links;

/// <summary>A link just made. Its secret part is shown this once.</summary>
[HoldsSecret]
public sealed class CreatedConnectLink(ConnectLinkRow row, Secret address, bool isMailed)
{
    /// <summary>What can be shown again later, without the secret part.</summary>
    public ConnectLinkRow Row => row;

    /// <summary>The whole address to hand over.</summary>
    public Secret Address => address;

    /// <summary>The hub sends it by mail; else its maker hands <see cref="Address"/> over.</summary>
    public bool IsMailed => isMailed;

    /// <summary>Always <c>***</c>: the address opens the link.</summary>
    public override string ToString() => "***";
}
