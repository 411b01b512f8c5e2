using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Integrations.Connectors.Schemas;

/// <summary>The rules for strings.</summary>
internal static class SchemaText
{
    private const int LongestExample = 60;

    public static void Check(JsonElement schema, string text, SchemaPatterns patterns, Action<string> refuse)
    {
        // JSON Schema counts characters as people do, not UTF-16 units.
        var length = text.EnumerateRunes().Count();
        if (SchemaKeywords.Limit(schema, "minLength") is { } least && length < least)
        {
            refuse(least == 1 ? "must not be empty" : $"must be at least {SchemaKeywords.Counted(least, "character")} long");
        }

        if (SchemaKeywords.Limit(schema, "maxLength") is { } most && length > most)
        {
            refuse($"must be at most {SchemaKeywords.Counted(most, "character")} long");
            return;
        }

        if (SchemaKeywords.Text(schema, "format") is { } format && Complaint(format, text) is { } complaint)
        {
            refuse(complaint);
        }

        if (SchemaKeywords.Text(schema, "pattern") is { } pattern && !patterns.Matches(pattern, text))
        {
            refuse($"does not have the expected form{Example(schema)}");
        }
    }

    /// <summary>What the schema itself gives as an example, behind what is wrong; empty where it gives none, or none that stands in a sentence.</summary>
    private static string Example(JsonElement schema) =>
        schema.TryGetProperty("examples", out var examples) && examples.ValueKind == JsonValueKind.Array && examples.GetArrayLength() > 0
        && examples[0].ValueKind == JsonValueKind.String && examples[0].GetString() is { Length: > 0 and <= LongestExample } example && example.All(c => c is >= ' ' and <= '~')
            ? $", such as {example}"
            : "";

    /// <summary>What is wrong with a text of this format; null when nothing is, or when the format is not one of ours.</summary>
    private static string? Complaint(string format, string text) => format switch
    {
        "date-time" when !IsDateTime(text) => "must be a date and time such as 2026-11-21T09:30:00Z",
        "date" when !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) => "must be a date such as 2026-11-21",
        "time" when !IsTime(text) => "must be a time such as 09:30:00Z",
        "email" when !IsEmail(text) => "must be an e-mail address",
        "uri" or "url" when !IsAddress(text) => "must be a full address such as https://example.com/page",
        "uuid" when !Guid.TryParseExact(text, "D", out _) => "must be a UUID",
        "ipv4" when !IsIp(text, AddressFamily.InterNetwork) => "must be an IPv4 address",
        "ipv6" when !IsIp(text, AddressFamily.InterNetworkV6) => "must be an IPv6 address",
        "hostname" when text.Length > 253 || Uri.CheckHostName(text) != UriHostNameType.Dns => "must be a host name",
        _ => null,
    };

    // RFC 3339 wants the offset; without it no one knows which moment is meant.
    private static bool IsDateTime(string text) =>
        text.Length is >= 20 and <= 40 && text[10] is 'T' or 't' or ' ' && HasOffset(text)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsTime(string text) =>
        text.Length is >= 9 and <= 30 && HasOffset(text) && IsDateTime("2000-01-01T" + text);

    private static bool HasOffset(string text) => text[^1] is 'Z' or 'z' || (text[^6] is '+' or '-' && text[^3] == ':');

    private static bool IsEmail(string text)
    {
        var at = text.LastIndexOf('@');
        return at is > 0 and <= 64 && text.Length <= 254 && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))
            && text.IndexOf('@', StringComparison.Ordinal) == at && Uri.CheckHostName(text[(at + 1)..]) == UriHostNameType.Dns;
    }

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && text.Contains(':', StringComparison.Ordinal)
        && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) && (!address.IsFile || text.StartsWith("file:", StringComparison.OrdinalIgnoreCase));

    private static bool IsIp(string text, AddressFamily family) =>
        IPAddress.TryParse(text, out var address) && address.AddressFamily == family
        && (family != AddressFamily.InterNetwork || string.Equals(address.ToString(), text, StringComparison.Ordinal));
}
