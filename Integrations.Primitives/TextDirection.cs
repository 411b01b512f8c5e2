using System.Text;

namespace Integrations.Primitives;

/// <summary>
/// Texts of strangers within sentences and titles of ours. One that is written from right to left, or holds characters that turn the
/// direction, is isolated: then nothing around it is turned. Where there is markup, <c>bdi</c> does the same.
/// </summary>
/// <remarks>Source: Unicode Standard Annex 9, "Unicode Bidirectional Algorithm": an isolate ends what was opened inside it, and is ended by the first end too many.</remarks>
public static class TextDirection
{
    private const char FirstStrong = '\u2068';
    private const char Pop = '\u2069';

    /// <summary>The text isolated; as it is where it turns nothing.</summary>
    public static string Isolate(string text) => text.EnumerateRunes().Any(Turns) ? $"{FirstStrong}{Closed(text)}{Pop}" : text;

    /// <summary>Several in a line, none of which turns its neighbours.</summary>
    public static string Join(string separator, IEnumerable<string> texts) => string.Join(separator, texts.Select(Isolate));

    /// <summary>With every isolate that it opens ended, and no end more: that would end ours.</summary>
    private static string Closed(string text)
    {
        var closed = new StringBuilder(text.Length);
        var open = 0;
        foreach (var character in text)
        {
            if (character == Pop && open == 0)
            {
                continue;
            }

            open += character switch
            {
                '\u2066' or '\u2067' or FirstStrong => 1,
                Pop => -1,
                _ => 0,
            };
            closed.Append(character);
        }

        return closed.Append(Pop, open).ToString();
    }

    /// <summary>Right-to-left letters and digits, and what sets, overrides or ends a direction.</summary>
    private static bool Turns(Rune rune) => rune.Value
        is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069)
        or (>= 0x0590 and <= 0x08FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFC) or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF);
}
