using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Components.Shared;

/// <summary>A stranger's text with the words that were searched for marked in it.</summary>
internal static class Marked
{
    private const int MostWords = 8;
    private const CompareOptions Loosely = CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace;

    public static RenderFragment Of(string text, string? words) => builder =>
    {
        builder.OpenElement(0, "bdi");
        var from = 0;
        foreach (var (start, length) in Places(text, words))
        {
            builder.AddContent(1, text[from..start]);
            builder.OpenElement(2, "mark");
            builder.AddContent(3, text.Substring(start, length));
            builder.CloseElement();
            from = start + length;
        }

        builder.AddContent(4, text[from..]);
        builder.CloseElement();
    };

    /// <summary>Where the words stand, from the beginning, none over another.</summary>
    internal static IReadOnlyList<(int Start, int Length)> Places(string text, string? words)
    {
        var compare = CultureInfo.InvariantCulture.CompareInfo;
        var found = new List<(int Start, int Length)>();
        foreach (var word in (words ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(MostWords))
        {
            for (var from = 0; from < text.Length;)
            {
                var at = compare.IndexOf(text.AsSpan(from), word, Loosely, out var length);
                if (at < 0 || length == 0)
                {
                    break;
                }

                found.Add((from + at, length));
                from += at + length;
            }
        }

        var apart = new List<(int Start, int Length)>();
        foreach (var place in found.OrderBy(place => place.Start).ThenByDescending(place => place.Length))
        {
            if (apart.Count == 0 || place.Start >= apart[^1].Start + apart[^1].Length)
            {
                apart.Add(place);
            }
        }

        return apart;
    }
}
