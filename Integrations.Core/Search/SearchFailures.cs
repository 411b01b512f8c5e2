using Integrations.Primitives;

namespace Integrations.Core.Search;

internal static class SearchFailures
{
    public static Failure SwitchedOff(string name) =>
        Failure.Conflict("search.disabled", $"Search is switched off for '{name}'. An administrator can switch it on in its settings.");

    public static Failure NotSearchable(string vendor) =>
        Failure.Invalid("search.not_supported", $"{vendor} cannot be searched.");
}
