using Integrations.Core.Common;

namespace Integrations.Core.Actions;

internal static class ActionFailures
{
    public static Failure NotSupported(string vendor) =>
        Failure.Invalid("action.not_supported", $"{vendor} offers no actions.");

    public static Failure Unknown(string action) =>
        Failure.NotFound("action.unknown", $"There is no action '{Text.Cut(action, 80)}' in this integration. The list of actions tells which there are.");
}
