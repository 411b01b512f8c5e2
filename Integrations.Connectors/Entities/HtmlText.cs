using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Integrations.Primitives;

namespace Integrations.Connectors.Entities;

/// <summary>HTML that people wrote into a description, as plain text; plain text, which the same fields hold as often, stays as it is.</summary>
/// <remarks>
/// Nothing tells the two apart, so only what can be nothing but markup is taken for it: known tags, well formed. A single <c>&lt;</c>
/// is a character, and an address in angle brackets is an address.
/// </remarks>
internal static partial class HtmlText
{
    private const int SourceMaxLength = 20_000;

    // What ends a line on a page ends it here too.
    private static readonly HashSet<string> Lines = new(StringComparer.OrdinalIgnoreCase)
    {
        "br", "p", "div", "li", "ul", "ol", "tr", "table", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "section", "article", "header", "footer", "dl", "dt", "dd",
    };

    private static readonly HashSet<string> Inline = new(StringComparer.OrdinalIgnoreCase)
    {
        "a", "b", "i", "u", "s", "em", "strong", "span", "font", "small", "big", "sub", "sup", "code", "kbd", "samp", "var", "strike", "del", "ins", "mark", "q", "cite", "abbr", "tt", "center",
        "img", "wbr", "html-blob", "html", "body", "tbody", "thead", "tfoot", "td", "th", "col", "colgroup", "caption", "label", "time", "figure", "figcaption", "o:p", "nobr", "bdi", "bdo", "dfn",
    };

    // With all that stands between them.
    private static readonly HashSet<string> Unseen = new(StringComparer.OrdinalIgnoreCase) { "style", "script", "head", "title", "template", "noscript", "svg", "iframe", "object" };

    /// <summary>Null when nothing is left to read.</summary>
    public static string? Plain(string? html)
    {
        if (string.IsNullOrWhiteSpace(html))
        {
            return null;
        }

        var source = Text.Cut(html, SourceMaxLength);
        try
        {
            return EntityText.Description(Blank().Replace(Read(source), "\n\n"));
        }
        catch (RegexMatchTimeoutException)
        {
            // Better with its tags than not at all.
            return EntityText.Description(source);
        }
    }

    private static string Read(string source)
    {
        var text = new StringBuilder(source.Length);
        (int Start, string Address)? link = null;
        var at = 0;
        while (at < source.Length)
        {
            var open = source.IndexOf('<', at);
            text.Append(WebUtility.HtmlDecode(open < 0 ? source[at..] : source[at..open]));
            if (open < 0)
            {
                break;
            }

            var comment = source.AsSpan(open).StartsWith("<!--") ? source.IndexOf("-->", open, StringComparison.Ordinal) : -1;
            if (comment >= 0)
            {
                at = comment + 3;
            }
            else if (Address().Match(source, open) is { Success: true } address)
            {
                // As mail programs write links: without the brackets it is one again.
                Space(text).Append(WebUtility.HtmlDecode(address.Groups["address"].Value));
                at = open + address.Length;
                if (at < source.Length && !char.IsWhiteSpace(source[at]) && !char.IsPunctuation(source[at]))
                {
                    text.Append(' ');
                }
            }
            else if (Tag().Match(source, open) is { Success: true } tag && IsKnown(tag.Groups["name"].Value))
            {
                at = open + tag.Length;
                at = Read(tag, source, at, text, ref link);
            }
            else
            {
                text.Append('<');
                at = open + 1;
            }
        }

        EndLink(text, link);
        return text.ToString();
    }

    /// <returns>Where to go on.</returns>
    private static int Read(Match tag, string source, int after, StringBuilder text, ref (int Start, string Address)? link)
    {
        var name = tag.Groups["name"].Value;
        var isEnd = tag.Groups["end"].Success;
        if (Unseen.Contains(name))
        {
            var end = isEnd ? -1 : source.IndexOf($"</{name}", after, StringComparison.OrdinalIgnoreCase);
            var close = end < 0 ? -1 : source.IndexOf('>', end);
            return close < 0 ? after : close + 1;
        }

        if (Lines.Contains(name))
        {
            if (name.Equals("br", StringComparison.OrdinalIgnoreCase) || (text.Length > 0 && text[^1] != '\n'))
            {
                text.Append('\n');
            }
        }
        else if (name.Equals("a", StringComparison.OrdinalIgnoreCase))
        {
            EndLink(text, link);
            link = !isEnd && Href().Match(tag.Value) is { Success: true } href ? (text.Length, WebUtility.HtmlDecode(href.Groups["href"].Value).Trim()) : null;
        }
        else if (!isEnd && (name.Equals("td", StringComparison.OrdinalIgnoreCase) || name.Equals("th", StringComparison.OrdinalIgnoreCase)))
        {
            Space(text);
        }
        else if (name.Equals("img", StringComparison.OrdinalIgnoreCase) && Alt().Match(tag.Value) is { Success: true } alt)
        {
            text.Append(WebUtility.HtmlDecode(alt.Groups["alt"].Value));
        }

        return after;
    }

    /// <summary>A link whose text is not its address shows both.</summary>
    private static void EndLink(StringBuilder text, (int Start, string Address)? link)
    {
        if (link is not { Address: { Length: > 0 } address, Start: var start } || !(address.StartsWith("http", StringComparison.OrdinalIgnoreCase) || address.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase)))
        {
            return;
        }

        var shown = text.ToString(start, text.Length - start).Trim();
        var bare = Bare(address);
        if (shown.Length == 0)
        {
            text.Append(address);
        }
        else if (!string.Equals(Bare(shown), bare, StringComparison.OrdinalIgnoreCase))
        {
            text.Append(" (").Append(address.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? bare : address).Append(')');
        }
    }

    /// <summary>Without what people leave out when they write an address.</summary>
    private static string Bare(string address)
    {
        foreach (var beginning in (string[])["mailto:", "https://", "http://"])
        {
            if (address.StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
            {
                return address[beginning.Length..].TrimEnd('/');
            }
        }

        return address.TrimEnd('/');
    }

    private static StringBuilder Space(StringBuilder text) => text.Length > 0 && !char.IsWhiteSpace(text[^1]) && text[^1] is not ('(' or '[' or '"') ? text.Append(' ') : text;

    private static bool IsKnown(string name) => Lines.Contains(name) || Inline.Contains(name) || Unseen.Contains(name);

    /// <summary>
    /// A tag as editors write it: a name, and attributes that have a value, or are one of the few that go without. Words with commas
    /// behind a name are a sentence. RFC 3986 has no &lt; or &gt; in addresses, so the brackets are not its part.
    /// </summary>
    [GeneratedRegex("""\G<(?<end>/)?(?<name>[a-z][a-z0-9:-]*)(\s+([a-z_:@][a-z0-9_:.-]*\s*=\s*("[^"]*"|'[^']*'|[^\s"'<>=`]+)|hidden|disabled|download|nowrap|reversed|ismap|noshade|compact))*\s*/?>""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Tag();

    [GeneratedRegex("""\G<(?<address>https?://[^\s<>"]+)>""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Address();

    [GeneratedRegex("""\shref\s*=\s*("(?<href>[^"]*)"|'(?<href>[^']*)'|(?<href>[^\s"'<>=`]+))""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Href();

    [GeneratedRegex("""\salt\s*=\s*("(?<alt>[^"]*)"|'(?<alt>[^']*)')""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Alt();

    [GeneratedRegex(@"\n\s*\n", RegexOptions.NonBacktracking)]
    private static partial Regex Blank();
}
