using Integrations.Primitives;

namespace Integrations.Core.VendorEvents;

internal static class InboundFailures
{
    public static Failure NotOpen { get; } = Failure.NotFound("inbound.not_open", "This integration has no inbound address yet. Open one first.");

    public static Failure NotOffered { get; } = Failure.Invalid("inbound.not_offered", "This provider sends no events.");
}
