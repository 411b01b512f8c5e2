using Integrations.Primitives;

namespace Integrations.Core.VendorEvents;

/// <summary>An address with its secret, which is shown this once (SECURITY T5).</summary>
public sealed record OpenedInboundAddress(InboundAddressView Address, Secret Secret);
