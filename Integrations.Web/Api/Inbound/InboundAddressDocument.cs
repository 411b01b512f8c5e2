using Integrations.Core.VendorEvents;
using Integrations.Primitives;
using Integrations.Web.Hosting.Requests;

namespace Integrations.Web.Api.Inbound;

/// <summary>The address to register at the vendor; the secret is there only in the answer that made it.</summary>
[HoldsSecret]
internal sealed class InboundAddressDocument(InboundAddressView view, string? secret)
{
    public string Address => view.Address;

    [ShownOnce]
    public string? Secret => secret;

    public string SecretHint => view.SecretHint;

    public DateTimeOffset CreatedAt => view.CreatedAt;

    public DateTimeOffset RotatedAt => view.RotatedAt;

    public DateTimeOffset? FormerUntil => view.FormerUntil;

    public DateTimeOffset? LastReceivedAt => view.LastReceivedAt;

    public static InboundAddressDocument Of(InboundAddressView view, string? secret = null) => new(view, secret);

    public override string ToString() => "***";
}
