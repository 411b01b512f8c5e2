namespace Integrations.Core.Linking;

/// <summary>Search text made ready for a "contains" without regard to case; no wildcards (SECURITY I4).</summary>
internal static class TextFilter
{
    private const int MaxLength = 200;

    /// <summary>Null when nothing is looked for.</summary>
    public static string? Of(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : text.Trim()[..Math.Min(text.Trim().Length, MaxLength)].ToUpperInvariant();
}

/// <summary>An empty field means "not told".</summary>
internal static class Blank
{
    public static string? ToNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
