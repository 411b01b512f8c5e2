using System.Text;
using Integrations.Primitives;

namespace Integrations.Connectors.Entities;

/// <summary>Vendor texts made fit for an <see cref="ExternalEntity"/>: they are data of strangers (SECURITY I14).</summary>
internal static class EntityText
{
    /// <summary>One line of at most <see cref="ExternalEntity.TitleMaxLength"/> characters, the last a "…" where there were more; the fallback when nothing is left.</summary>
    public static string Title(string? text, string fallback = ExternalEntity.Untitled)
    {
        var line = Line(text, ExternalEntity.TitleMaxLength);
        // A link without a word to click would be no link.
        return Text.IsVisible(line) ? line : Line(fallback, ExternalEntity.TitleMaxLength);
    }

    /// <summary>At most <see cref="ExternalEntity.DescriptionMaxLength"/> characters; null when there is nothing to say.</summary>
    public static string? Description(string? text)
    {
        var clean = Clean(text, ExternalEntity.DescriptionMaxLength, keepLines: true);
        return Text.IsVisible(clean) ? clean : null;
    }

    /// <summary>A metadata text: one line, 500 characters; null when empty.</summary>
    public static string? Value(string? text) => Line(text, ExternalEntity.TitleMaxLength) is { } line && Text.IsVisible(line) ? line : null;

    /// <summary>The address, when it is an absolute http(s) one without user info and of sane length; else null.</summary>
    public static string? Link(string? address) =>
        address is { Length: > 0 and <= 4_000 } && Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) && uri.UserInfo.Length == 0
            ? uri.AbsoluteUri
            : null;

    private static string Line(string? text, int maxLength) => Clean(text, maxLength, keepLines: false);

    private static string Clean(string? text, int maxLength, bool keepLines)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "";
        }

        var cut = Text.Shorten(text, maxLength);
        if (!cut.AsSpan().ContainsAnyInRange('\0', '\u001f') && !cut.AsSpan().ContainsAnyInRange('\u007f', '\u009f') && !cut.AsSpan().ContainsAnyInRange('\ud800', '\udfff'))
        {
            // Most texts have nothing that would change.
            return cut.Trim();
        }

        Span<char> units = stackalloc char[2];
        var clean = new StringBuilder(cut.Length);
        // Half a surrogate pair is enumerated as U+FFFD.
        foreach (var rune in cut.EnumerateRunes())
        {
            // Control characters would break lines in logs and tables; line breaks are kept where text has paragraphs.
            if (Rune.IsControl(rune) && !(keepLines && rune.Value is '\n' or '\t'))
            {
                clean.Append(' ');
            }
            else
            {
                clean.Append(units[..rune.EncodeToUtf16(units)]);
            }
        }

        return clean.ToString().Trim();
    }
}
