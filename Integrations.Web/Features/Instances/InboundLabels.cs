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
        (ReceiptVerdict.Rejected, { } reason) when reason.Split(' ') is ["signature", var detail, .. var more] => Proof(detail, more),
        (ReceiptVerdict.Rejected, "signature" or "client_state" or "channel token") => Text.T("The signature is wrong or too old: compare the secret at the vendor with the one here."),
        (ReceiptVerdict.Rejected, "address") => Text.T("The address's key is not in force: give the vendor the present address."),
        (ReceiptVerdict.Rejected, "provider") => Text.T("It was sent to the address of another provider."),
        (ReceiptVerdict.Rejected, _) => Text.T("It is not shaped as the vendor's events are ({0}).", row.Reason ?? ""),
        _ => row.Reason,
    };

    /// <summary>What exactly is wrong with the proof of a delivery.</summary>
    private static string Proof(string detail, string[] more) => (detail, more) switch
    {
        ("missing", _) => Text.T("What should prove it is missing: {0}. The vendor sends it once a secret is entered there.", string.Join(", ", more.Select(place => place.Replace(':', ' ')))),
        ("timestamp_missing", _) => Text.T("The time at which it was signed is missing, or cannot be read."),
        ("too_old", [var seconds, var most]) => Text.T("It was signed {0} seconds before it came; {1} are accepted. It was sent again, or a clock is wrong.", seconds, most),
        ("too_new", [var seconds, var most]) => Text.T("It was signed {0} seconds after it came; {1} are accepted. A clock is wrong.", seconds, most),
        ("claims", _) => Text.T("Its token is genuine, and its times, issuer, audience or body are not the ones that are accepted."),
        ("method", _) => Text.T("It was sent by {0}, and events come by POST.", string.Join(' ', more)),
        _ => Text.T("The signature does not match: compare the secret at the vendor with the one here."),
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
