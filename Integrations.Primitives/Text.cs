using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Integrations.Primitives;

/// <summary>Small rules about texts that many services share.</summary>
internal static class Text
{
    /// <summary>At most so many UTF-16 units, such as a column's length; never in the middle of what people see as one character.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Cut(string? text, int maxLength)
    {
        if (text is null || text.Length <= maxLength)
        {
            return text;
        }

        var end = 0;
        while (end < maxLength && StringInfo.GetNextTextElementLength(text.AsSpan(end)) is > 0 and var length && end + length <= maxLength)
        {
            end += length;
        }

        // One character with combining marks without end: then only pairs are kept together.
        return end > 0 ? text[..end] : text[..(maxLength > 0 && char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength)];
    }

    /// <summary>For showing: cut as above, and a sign that there is more.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Shorten(string? text, int maxLength) => text is null || text.Length <= maxLength ? text : Cut(text, maxLength - 1).TrimEnd() + "…";

    /// <summary>Whether there is anything to see: not blanks, controls, and characters without width or ink only.</summary>
    public static bool IsVisible(string? text)
    {
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            if (!IsInvisible(rune) && !Rune.IsWhiteSpace(rune))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Without invisible characters, which come along when something is copied from a page or a chat. Controls stay, to be refused.</summary>
    public static string WithoutInvisible(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsInvisible(rune) || Rune.IsControl(rune))
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString();
    }

    /// <summary>Controls, directions, joiners, byte order marks; letters and symbols that are drawn as nothing; selectors of variants.</summary>
    public static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned
        || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0
            or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF);

    /// <summary>A required name: trimmed, not empty, not too long, without control characters.</summary>
    public static Failure? CheckName(string field, string? text, int maxLength) =>
        !IsVisible(text) ? Failure.InvalidField(field, $"{field} is required.")
        : text!.Trim().Length > maxLength ? Failure.InvalidField(field, $"{field} may have at most {maxLength} characters.")
        : text.Any(char.IsControl) ? Failure.InvalidField(field, $"{field} must not contain control characters.")
        : null;

    public static Failure? CheckLength(string field, string? text, int maxLength) =>
        text?.Length > maxLength ? Failure.InvalidField(field, $"{field} may have at most {maxLength} characters.")
        // PostgreSQL stores no NUL in a text.
        : text?.Contains('\0', StringComparison.Ordinal) == true ? Failure.InvalidField(field, $"{field} must not contain NUL characters.")
        : null;

    /// <summary>For LIKE: what a person typed means itself (SECURITY I4); use with the escape character backslash.</summary>
    public static string LikePattern(string text) =>
        $"%{text.Trim().Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";

    public static string? Json(object? value) => value is null ? null : JsonSerializer.Serialize(value, JsonSerializerOptions.Web);

    public static JsonObject CloneObject(JsonObject? value) => value is null ? [] : (JsonObject)value.DeepClone();
}
