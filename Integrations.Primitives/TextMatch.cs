using System.Globalization;
using System.Text;

namespace Integrations.Primitives;

/// <summary>
/// Texts as people see and compare them: by canonical equivalence and without regard to case. A composed ü and a u with a combining
/// diaeresis are the same letter, although their code units differ (Unicode, chapter 3, D145).
/// </summary>
public static class TextMatch
{
    /// <summary>Whether the text holds the words, in this order and side by side.</summary>
    public static bool Contains(string? text, string? words) =>
        text is not null && words is not null && Canonical(text).Contains(Canonical(words), StringComparison.OrdinalIgnoreCase);

    public static bool Same(string? text, string? other) =>
        text is null || other is null ? text is null && other is null : string.Equals(Canonical(text), Canonical(other), StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether people see anything of it.</summary>
    public static bool IsVisible(string? text) => Text.IsVisible(text);

    /// <summary>For showing: at most so many UTF-16 units, cut between what people see as characters, with a sign that there is more.</summary>
    public static string Shorten(string text, int maxLength) => Text.Shorten(text, maxLength);

    /// <summary>What people see as the first character, in upper case; a question mark where there is none.</summary>
    public static string Initial(string? text) =>
        text?.Trim() is { Length: > 0 } name ? StringInfo.GetNextTextElement(name).ToUpperInvariant() : "?";

    /// <summary>
    /// For a disc that stands for a person: the first characters of the first and the last word, in upper case. One word gives one, an address what
    /// is before its @, and nothing to be seen a question mark.
    /// </summary>
    public static string Initials(string? name)
    {
        var visible = Text.WithoutInvisible(name ?? "").Trim();
        var at = visible.IndexOf('@', StringComparison.Ordinal);
        var words = (at > 0 && !visible.Contains(' ', StringComparison.Ordinal) ? visible[..at] : visible)
            .Split((char[])[' ', '\t', '\u00A0', '.', '_', '-', '(', '[', '<', '"', '\'', '„', '“'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length < 2 ? Initial(words.FirstOrDefault()) : Initial(words[0]) + Initial(words[^1]);
    }

    /// <summary>What decides whether two names are the same: without case, without what is not seen, and with single blanks between words.</summary>
    public static string Key(string name) =>
        Canonical(string.Join(' ', Text.WithoutInvisible(name).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).ToUpperInvariant();

    /// <summary>The form in which texts are stored and compared; what it means to people does not change.</summary>
    public static string Canonical(string text) => Ascii.IsValid(text) ? text : Utf8Text.Repair(text).Normalize(NormalizationForm.FormC);
}
