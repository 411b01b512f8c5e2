using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Integrations.Web.Hosting.Telemetry;

/// <summary>One line, whatever was in it.</summary>
internal static class LogText
{
    private static readonly SearchValues<char> Unsafe = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Select(c => (char)c), '\u2028', '\u2029', '\u202A', '\u202B', '\u202C', '\u202D', '\u202E', '\u2066', '\u2067', '\u2068', '\u2069']);

    /// <summary>The text, with control characters, line separators and what turns the direction of writing as escapes.</summary>
    public static string Encode(string text)
    {
        var at = text.AsSpan().IndexOfAny(Unsafe);
        if (at < 0)
        {
            return text;
        }

        var encoded = new StringBuilder(text.Length + 8).Append(text, 0, at);
        foreach (var c in text.AsSpan(at))
        {
            _ = c switch
            {
                '\r' => encoded.Append(@"\r"),
                '\n' => encoded.Append(@"\n"),
                '\t' => encoded.Append(@"\t"),
                _ when Unsafe.Contains(c) => encoded.Append(CultureInfo.InvariantCulture, $@"\u{(int)c:x4}"),
                _ => encoded.Append(c),
            };
        }

        return encoded.ToString();
    }

    /// <summary>Texts, and what is written as a text; numbers, times and lists are left as they are.</summary>
    public static object? EncodeValue(object? value) => value switch
    {
        null or IFormattable or bool or Exception => value,
        string text => Encode(text),
        IEnumerable<string> texts => texts.Select(Encode).ToArray(),
        IEnumerable or Delegate => value,
        _ => value.ToString() is { } written && Encode(written) is var encoded && !ReferenceEquals(written, encoded) ? encoded : value,
    };
}
