using Integrations.Core.VendorEvents;
using Integrations.Core.VendorEvents.Inbox;
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

    /// <summary>What was made of a request when it came.</summary>
    public static (Tone Tone, string Text) Verdict(ReceiptVerdict verdict) => verdict switch
    {
        ReceiptVerdict.Accepted => (Tone.Ok, Text.T("Accepted")),
        ReceiptVerdict.Noted => (Tone.Off, Text.T("Nothing to do")),
        ReceiptVerdict.Challenge => (Tone.Off, Text.T("Proof of the address")),
        _ => (Tone.Bad, Text.T("Refused (of a request)")),
    };

    /// <summary>Why a request was refused, and what to look at.</summary>
    public static string? Reason(ReceiptRow row) => (row.Verdict, row.Reason) switch
    {
        (ReceiptVerdict.Rejected, "signature" or "client_state" or "channel token") => Text.T("The signature is wrong or too old: compare the secret at the vendor with the one here."),
        (ReceiptVerdict.Rejected, "address") => Text.T("The address's key is not in force: give the vendor the present address."),
        (ReceiptVerdict.Rejected, "provider") => Text.T("It was sent to the address of another provider."),
        (ReceiptVerdict.Rejected, _) => Text.T("It is not shaped as the vendor's events are ({0}).", row.Reason ?? ""),
        _ => row.Reason,
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
