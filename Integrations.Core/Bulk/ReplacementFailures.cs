using Integrations.Primitives;

namespace Integrations.Core.Bulk;

internal static class ReplacementFailures
{
    public static Failure NotAlike { get; } = Failure.InvalidField(
        "to", "Choose another integration of the same provider that is enabled and used by the same people.");

    public static Failure OtherPlace { get; } = Failure.InvalidField(
        "to", "This integration is connected to another site or server of the provider, which does not have the same things. Choose one of the same site.");
}
