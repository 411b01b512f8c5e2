using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Integrations.Primitives;

/// <summary>
/// A vendor's bytes as text that every reader below can take: the one place where half characters are dealt with, so that no
/// parser, library or connector meets them.
/// </summary>
/// <remarks>
/// RFC 8259 allows a parser to skip a byte order mark (section 8.1), wants UTF-8, and leaves unpaired surrogates in <c>\u</c>
/// escapes unpredictable (section 8.2): System.Text.Json throws on them when the text is read, long after parsing.
/// </remarks>
internal static class Utf8Text
{
    private const int EscapeLength = 6;

    private static readonly string[] TextKinds = ["json", "xml", "javascript", "x-www-form-urlencoded"];

    /// <summary>U+FFFD, as long as the escape that it takes the place of.</summary>
    private static readonly byte[] Replacement = [.. "\\ufffd"u8];

    /// <summary>Without byte order marks; invalid UTF-8 and half surrogate pairs become U+FFFD. Gives the same array where there is nothing to do.</summary>
    public static byte[] Repair(byte[] body)
    {
        var start = 0;
        while (body.AsSpan(start).StartsWith(Encoding.UTF8.Preamble))
        {
            start += Encoding.UTF8.Preamble.Length;
        }

        var valid = Utf8.IsValid(body.AsSpan(start));
        var repaired = valid ? start == 0 ? body : body[start..] : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body, start, body.Length - start));
        return WithoutHalfPairs(repaired);
    }

    /// <summary>The same where the body is text by its media type, or may be; the bytes of files stay as they are.</summary>
    public static byte[] Repair(byte[] body, string? mediaType) => IsText(mediaType) ? Repair(body) : body;

    /// <summary>The same for a text that is at hand already, where a half pair may stand by itself.</summary>
    public static string Repair(string text) =>
        HasHalfPair(text) ? Encoding.Unicode.GetString(Encoding.Unicode.GetBytes(text)) : text;

    private static bool IsText(string? mediaType) =>
        mediaType is null || mediaType.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
        || Array.Exists(TextKinds, kind => mediaType.EndsWith(kind, StringComparison.OrdinalIgnoreCase));

    private static bool HasHalfPair(string text)
    {
        for (var at = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF'); at >= 0 && at < text.Length; at++)
        {
            if (char.IsSurrogate(text[at]))
            {
                if (at + 1 >= text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
                {
                    return true;
                }

                at++;
            }
        }

        return false;
    }

    private static byte[] WithoutHalfPairs(byte[] body)
    {
        byte[]? changed = null;
        var at = 0;
        while (true)
        {
            var found = body.AsSpan(at).IndexOf((byte)'\\');
            if (found < 0)
            {
                return changed ?? body;
            }

            at += found;
            switch (Escape(body, at))
            {
                case null:
                    // An escape of two characters; the second may be a backslash.
                    at += 2;
                    break;
                case >= 0xD800 and <= 0xDBFF when Escape(body, at + EscapeLength) is >= 0xDC00 and <= 0xDFFF:
                    at += 2 * EscapeLength;
                    break;
                case >= 0xD800 and <= 0xDFFF:
                    changed ??= [.. body];
                    Replacement.CopyTo(changed, at);
                    at += EscapeLength;
                    break;
                default:
                    at += EscapeLength;
                    break;
            }

            if (at >= body.Length)
            {
                return changed ?? body;
            }
        }
    }

    /// <summary>The code unit of a <c>\uXXXX</c> that begins there; null for anything else.</summary>
    private static int? Escape(byte[] body, int at) =>
        at + EscapeLength <= body.Length && body[at] == '\\' && body[at + 1] == 'u'
        && int.TryParse(body.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? unit
            : null;
}
