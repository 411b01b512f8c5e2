using System.Globalization;
using System.Text;

namespace Integrations.Connectors.Vendors.Slack;

/// <summary>Slack's message text (mrkdwn): three characters are escaped, and references stand in angle brackets.</summary>
/// <remarks>Source: docs.slack.dev, "Formatting message text" (read 2026-11-20).</remarks>
internal static class SlackText
{
    /// <summary>Modifiers of Slack's search; from a person's words they would change what is searched.</summary>
    private static readonly string[] Modifiers =
        ["in:", "from:", "to:", "with:", "has:", "is:", "before:", "after:", "on:", "during:", "creator:", "hasmy:", "thread:"];

    /// <summary>For what we post: no word of a user becomes a mention or a link of Slack's own.</summary>
    public static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>For showing: references become what a person would read.</summary>
    public static string? Plain(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var plain = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            var end = text[index] == '<' ? text.IndexOf('>', index) : -1;
            if (end < 0)
            {
                plain.Append(text[index]);
                continue;
            }

            plain.Append(Reference(text[(index + 1)..end]));
            index = end;
        }

        return plain.Replace("&lt;", "<").Replace("&gt;", ">").Replace("&amp;", "&").ToString();
    }

    /// <summary>A person's words as a query: no modifiers, no exclusions, no quotes.</summary>
    public static string QueryWords(string? text) => string.Join(' ', (text ?? "")
        .Replace('"', ' ').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        .Select(word => word.TrimStart('-'))
        .Where(word => word.Length > 0 && !Array.Exists(Modifiers, modifier => word.StartsWith(modifier, StringComparison.OrdinalIgnoreCase))));

    /// <summary>The time in a message's <c>ts</c>, which is a text of seconds, dot and six digits; never a number.</summary>
    public static DateTimeOffset? Time(string? ts)
    {
        var dot = ts?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        return long.TryParse(dot > 0 ? ts![..dot] : ts, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
    }

    private static string Reference(string inside)
    {
        var bar = inside.IndexOf('|', StringComparison.Ordinal);
        var (target, label) = bar < 0 ? (inside, null) : (inside[..bar], inside[(bar + 1)..]);
        return target switch
        {
            ['@', ..] => "@" + (label ?? target[1..]),
            ['#', ..] => "#" + (label ?? target[1..]),
            ['!', ..] => label ?? "@" + target[1..].Split('^')[0],
            _ when target.StartsWith("mailto:", StringComparison.Ordinal) => label ?? target["mailto:".Length..],
            _ => label is { Length: > 0 } && label != target ? $"{label} ({target})" : target,
        };
    }
}
