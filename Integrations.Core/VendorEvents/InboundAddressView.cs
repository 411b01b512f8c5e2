namespace Integrations.Core.VendorEvents;

/// <summary>An inbound address as those may see it who may change its integration.</summary>
/// <param name="Address">To register at the vendor; keep it to yourself.</param>
/// <param name="SecretHint">Never the secret itself.</param>
/// <param name="FormerUntil">Until when the address and secret before the last rotation still work.</param>
public sealed record InboundAddressView(string Address, string SecretHint, DateTimeOffset CreatedAt, DateTimeOffset RotatedAt, DateTimeOffset? FormerUntil, DateTimeOffset? LastReceivedAt);
