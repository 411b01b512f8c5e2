using Integrations.Primitives;
using Microsoft.Extensions.Options;

namespace Integrations.Core.Connections.OAuth;

/// <summary>Where the flows of this hub may send people back to (SECURITY O7).</summary>
public sealed class ReturnAddresses(PublicOrigin origin, IOptions<ReturnOptions> options)
{
    /// <summary>Whether a browser may be sent there: a path of the hub, or an address of its origin or of an allowed one. Null is not.</summary>
    public bool Allow(string? address) => ReturnAddress.IsAllowed(address, origin, options.Value.AllowedReturnOrigins);

    /// <summary>The address as a header can carry it; null where it is not allowed, or not any more.</summary>
    public string? Encode(string? address) => Allow(address) ? ReturnAddress.Encoded(address!) : null;

    /// <summary>Of a flow that comes back. Checked again: the allow-list may have changed meanwhile.</summary>
    internal string Of(OAuthState state) => Allow(state.ReturnUrl) ? ReturnAddress.Encoded(state.ReturnUrl) : "/";
}
