using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Integrations.Core.Common;

/// <summary>Small rules about texts that many services share.</summary>
internal static class Text
{
    /// <summary>Cut to a column's length; never in the middle of a surrogate pair.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Cut(string? text, int maxLength) => text is null || text.Length <= maxLength ? text
        : char.IsHighSurrogate(text[maxLength - 1]) ? text[..(maxLength - 1)]
        : text[..maxLength];

    /// <summary>A required name: trimmed, not empty, not too long, without control characters.</summary>
    public static Failure? CheckName(string field, string? text, int maxLength) =>
        string.IsNullOrWhiteSpace(text) ? Failure.InvalidField(field, $"{field} is required.")
        : text.Trim().Length > maxLength ? Failure.InvalidField(field, $"{field} may have at most {maxLength} characters.")
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
