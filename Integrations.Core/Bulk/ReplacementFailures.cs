using Integrations.Primitives;

namespace Integrations.Core.Bulk;

internal static class ReplacementFailures
{
    public static Failure NotAlike { get; } = Failure.InvalidField(
        "to", "Choose another integration of the same provider that is enabled and used by the same people: only there do links lead to the same things.");
}
