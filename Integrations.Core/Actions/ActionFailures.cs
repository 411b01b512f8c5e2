using Integrations.Primitives;

namespace Integrations.Core.Actions;

internal static class ActionFailures
{
    public static Failure NotSupported(string vendor) =>
        Failure.Invalid("action.not_supported", $"{vendor} offers no actions.");

    /// <summary>
    /// It was sent, and what came of it is not known (RELIABILITY I4): trying again, as for other trouble of a vendor, could do it twice.
    /// </summary>
    public static Failure OutcomeUnknown(string vendor, Failure failure) => failure with
    {
        Code = "action.outcome_unknown",
        Message = $"{vendor} gave no answer that the hub could read. It was sent and may have been done: look before you repeat it.",
        RetryAfter = null,
        Inner = failure,
    };

    public static Failure Unknown(string action) =>
        Failure.NotFound("action.unknown", $"There is no action '{Text.Cut(action, 80)}' in this integration. The list of actions tells which there are.");
}
