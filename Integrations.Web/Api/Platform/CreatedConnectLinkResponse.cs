using Integrations.Core.Connections.Links;
using Integrations.Primitives;
using Integrations.Web.Hosting.Requests;

namespace Integrations.Web.Api.Platform;

[HoldsSecret]
internal sealed class CreatedConnectLinkResponse(ConnectLinkResponse link, string url, bool mailed)
{
    public ConnectLinkResponse Link => link;

    /// <summary>The address to hand over; it is given this once.</summary>
    [ShownOnce]
    public string Url => url;

    /// <summary>The hub sends it by mail.</summary>
    public bool Mailed => mailed;

    public static CreatedConnectLinkResponse Of(CreatedConnectLink created) => new(ConnectLinkResponse.Of(created.Row), created.Address.Reveal(), created.IsMailed);

    public override string ToString() => "***";
}
