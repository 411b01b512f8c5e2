using Integrations.Primitives;

namespace Integrations.Core.VendorEvents;

internal static class InboundFailures
{
    public static Failure NotOpen { get; } = Failure.NotFound("inbound.not_open", "This integration has no inbound address yet. Open one first.");

    public static Failure NotOffered { get; } = Failure.Invalid("inbound.not_offered", "This provider sends no events.");

    public static Failure NoReceipt { get; } = Failure.NotFound("inbound.no_request", "This request is not there any more: the inbox keeps the newest. Load the page again.");

    public static Failure NothingToRepeat { get; } = Failure.Conflict("inbound.nothing_to_repeat", "There was nothing to do for this request, so there is nothing to do again.");

    public static Failure NotKeptWhole { get; } = Failure.Conflict("inbound.not_kept_whole", "This request was too long to be kept whole, so it cannot be judged again. Have the vendor send it again.");

    public static Failure IsWaiting { get; } = Failure.Conflict("inbound.is_waiting", "The event of this request is waiting already, or is not there any more. Load the page again to see where it stands.");

    /// <param name="reason">In the connector's words, such as <c>signature mismatch</c>.</param>
    public static Failure StillRefused(string reason) => Failure.Conflict(
        "inbound.still_refused", $"With the present secret this request is refused too ({reason}). Compare the secret at the vendor with the one here, then have the vendor send it again.");
}
