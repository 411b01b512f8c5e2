using System.Globalization;
using System.Text.RegularExpressions;

namespace Integrations.Tests.Contracts;

/// <summary>Formats of texts that descriptions name; unknown ones allow everything.</summary>
internal static partial class TextFormats
{
    public static bool Fits(string format, string value) => format switch
    {
        "date-time" or "google-datetime" => Time().IsMatch(value) && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out _),
        "date" => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "uri" or "url" => Uri.TryCreate(value, UriKind.Absolute, out _) || value.Contains('{', StringComparison.Ordinal),
        "email" => value.IndexOf('@', StringComparison.Ordinal) > 0,
        "uuid" => Guid.TryParse(value, out _),
        "int64" or "int32" or "uint32" or "uint64" => decimal.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        "byte" => Base64().IsMatch(value),
        _ => true,
    };

    // RFC 3339, and Jira's +0100: its description calls that a date-time too.
    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:?\d{2})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Time();

    [GeneratedRegex(@"^[A-Za-z0-9+/_-]*={0,2}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Base64();
}
