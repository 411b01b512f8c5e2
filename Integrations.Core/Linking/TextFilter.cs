using Integrations.Primitives;

namespace Integrations.Core.Linking;

/// <summary>Search text made ready for a "contains" without regard to case; no wildcards (SECURITY I4).</summary>
internal static class TextFilter
{
    private const int MaxLength = 200;

    /// <summary>Null when nothing is looked for.</summary>
    public static string? Of(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : TextMatch.Canonical(Text.Cut(text.Trim(), MaxLength)).ToUpperInvariant();
}
