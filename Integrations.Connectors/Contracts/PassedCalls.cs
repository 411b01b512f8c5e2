using Integrations.Primitives;

namespace Integrations.Connectors.Contracts;

/// <summary>Why other programs' calls are not passed on.</summary>
internal static class PassedCalls
{
    public static Failure NotOffered(string vendor) =>
        Failure.Invalid("proxy.not_supported", $"Calls cannot be passed on to {vendor}. Use its search and its actions.");
}
