namespace Integrations.Core.VendorEvents.Subscriptions;

/// <summary>Where a subscription stands; docs/operations.md says of each what to do.</summary>
public enum SubscriptionStatus
{
    /// <summary>Wanted, and not asked for yet.</summary>
    Opening,

    /// <summary>The vendor tells changes; it is renewed before it ends.</summary>
    Open,

    /// <summary>The vendor could not be asked; tried again soon. Pulls go on.</summary>
    Failed,

    /// <summary>The vendor said no; tried again once a day. Pulls go on.</summary>
    Refused,

    /// <summary>Not wanted any more: to be stopped at the vendor.</summary>
    Closing,
}
