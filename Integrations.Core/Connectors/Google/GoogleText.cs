using System.Net;
using System.Text;

namespace Integrations.Core.Connectors.Google;

/// <summary>Google's rich texts as plain ones.</summary>
internal static class GoogleText
{
    private const int SourceMaxLength = 20_000;

    /// <summary>Text without tags: descriptions of events may hold HTML.</summary>
    public static string? Plain(string? html)
    {
        if (string.IsNullOrWhiteSpace(html))
        {
            return null;
        }

        var text = new StringBuilder();
        var source = html.Length <= SourceMaxLength ? html : html[..SourceMaxLength];
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] == '<' && i + 1 < source.Length && (char.IsAsciiLetter(source[i + 1]) || source[i + 1] == '/'))
            {
                var end = source.IndexOf('>', i);
                if (end < 0)
                {
                    break;
                }

                // Whatever ends a line on the page ends it here too.
                var tag = source[(i + 1)..end].TrimStart('/');
                if (tag.StartsWith("br", StringComparison.OrdinalIgnoreCase) || tag.StartsWith("li", StringComparison.OrdinalIgnoreCase)
                    || tag.Equals("p", StringComparison.OrdinalIgnoreCase) || tag.Equals("div", StringComparison.OrdinalIgnoreCase))
                {
                    text.Append('\n');
                }

                i = end;
            }
            else
            {
                text.Append(source[i]);
            }
        }

        return EntityText.Description(WebUtility.HtmlDecode(text.ToString()));
    }
}
