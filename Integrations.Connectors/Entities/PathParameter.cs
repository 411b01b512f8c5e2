using System.Text;
using Integrations.Primitives;

namespace Integrations.Connectors.Entities;

/// <summary>
/// What may stand in the path of a vendor's address, as one segment of it (SECURITY X6). Escaping alone is not enough: dot segments
/// are taken out after it, and what stands between unescapes once more.
/// </summary>
internal static class PathParameter
{
    /// <summary>Longer ids exist at no vendor that we know.</summary>
    private const int MaxLength = 1_500;

    private static readonly string[] Encoded = ["%2f", "%5c", "%2e", "%00", "%25"];

    /// <summary>The segment, escaped; null for what would leave its place, or be read as something else.</summary>
    public static string? Escape(string? value) => IsSafe(value) ? Uri.EscapeDataString(value!) : null;

    /// <summary>Whether a text stays in its place: not empty, no dot segment, no slash of any spelling, nothing invisible.</summary>
    public static bool IsSafe(string? value) =>
        value is { Length: > 0 and <= MaxLength } && value is not ("." or "..")
        && !value.AsSpan().ContainsAny('/', '\\')
        && !(value.Contains('%', StringComparison.Ordinal) && Array.Exists(Encoded, encoded => value.Contains(encoded, StringComparison.OrdinalIgnoreCase)))
        && !HasUnseen(value);

    /// <summary>Typed words as they may stand within a segment: what is not seen is no word of a search.</summary>
    public static string Seen(string words) =>
        Text.WithoutInvisible(words).Replace("\uFFFD", "", StringComparison.Ordinal).Trim();

    private static bool HasUnseen(string value)
    {
        if (!value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return false;
        }

        foreach (var rune in value.EnumerateRunes())
        {
            // U+FFFD stands for half a surrogate pair too.
            if (Text.IsInvisible(rune) || rune == Rune.ReplacementChar)
            {
                return true;
            }
        }

        return false;
    }
}
