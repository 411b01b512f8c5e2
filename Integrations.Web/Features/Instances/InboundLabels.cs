using Integrations.Core.VendorEvents;
using Integrations.Core.VendorEvents.Subscriptions;
using Integrations.Web.Components.Shared;
using Integrations.Web.Localization;

namespace Integrations.Web.Features.Instances;

/// <summary>A vendor's event in words.</summary>
internal static class InboundLabels
{
    /// <summary>A subscription's state, and what its next time is for.</summary>
    public static (Tone Tone, string Text, string Next) State(SubscriptionStatus status) => status switch
    {
        SubscriptionStatus.Open => (Tone.Ok, Text.T("Open (of a subscription)"), Text.T("renewed {0}")),
        SubscriptionStatus.Opening => (Tone.Busy, Text.T("Opening"), Text.T("opened {0}")),
        SubscriptionStatus.Closing => (Tone.Off, Text.T("Closing"), Text.T("stopped {0}")),
        SubscriptionStatus.Refused => (Tone.Warn, Text.T("Refused: pulls go on"), Text.T("tried again {0}")),
        _ => (Tone.Warn, Text.T("Not open: pulls go on"), Text.T("tried again {0}")),
    };

    public static (Tone Tone, string Text) State(InboundEventRow heard) => heard switch
    {
        { ProcessedAt: null, LastError: null } => (Tone.Busy, Text.T("Waiting")),
        { ProcessedAt: null } => (Tone.Warn, Text.T("Waits for another try")),
        { IsNote: true } => (Tone.Off, Text.T("Nothing to do")),
        { LastError: not null } => (Tone.Bad, Text.T("Given up")),
        _ => (Tone.Ok, Text.T("Done")),
    };
}
