namespace Integrations.Core.VendorEvents.Subscriptions;

/// <summary>A subscription as those see it whose connection it serves.</summary>
/// <param name="Resource">What is watched, in the vendor's words.</param>
/// <param name="EndsAt">When the vendor ends it unless it is renewed; null until it was opened once.</param>
/// <param name="NextAt">When it is renewed, or tried again.</param>
/// <param name="LastError">Why the last attempt failed; null while all is well.</param>
public sealed record SubscriptionView(Guid Id, string Resource, SubscriptionStatus Status, DateTimeOffset? EndsAt, DateTimeOffset NextAt, string? LastError);
