using System.Globalization;
using System.Text;
using Integrations.Core.Catalog;

namespace Integrations.Web.Features.Catalog;

/// <summary>The letters that names begin with, to jump to in a long list.</summary>
internal static class CatalogLetters
{
    private const string Other = "#";

    /// <summary>Accents do not count, and what is no letter is one group.</summary>
    public static string Of(CatalogEntry entry)
    {
        var first = Rune.GetRuneAt(entry.DisplayName.TrimStart() is { Length: > 0 } name ? name : Other, 0);
        if (!first.IsAscii)
        {
            first = Rune.GetRuneAt(first.ToString().Normalize(NormalizationForm.FormD), 0);
        }

        return Rune.IsLetter(first) ? first.ToString().ToUpper(CultureInfo.InvariantCulture) : Other;
    }

    /// <summary>Each letter once, with the number of the first that has it, from 0.</summary>
    /// <param name="byName">In alphabetical order.</param>
    public static IReadOnlyList<(string Letter, int First)> In(IReadOnlyList<CatalogEntry> byName)
    {
        var letters = new List<(string, int)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var number = 0; number < byName.Count; number++)
        {
            if (Of(byName[number]) is var letter && seen.Add(letter))
            {
                letters.Add((letter, number));
            }
        }

        return letters;
    }

    /// <summary>Where the page has the letter's group.</summary>
    public static string IdOf(string letter) => $"letter-{(letter == Other ? "other" : letter.ToLowerInvariant())}";
}
