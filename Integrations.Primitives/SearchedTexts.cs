using System.Text;

namespace Integrations.Primitives;

/// <summary>
/// The texts of a list that is searched again and again, put once into the form in which <see cref="TextMatch"/> compares them. They lie behind one
/// another in memory: to look through a thousand rows takes hardly longer than through a hundred.
/// </summary>
public sealed class SearchedTexts
{
    /// <summary>Half of a pair of code units: no text in the compared form holds one, so nothing is found across two texts.</summary>
    private const char Between = '\uD800';

    private readonly string _all;

    /// <summary>Where the texts of each row end.</summary>
    private readonly int[] _ends;

    /// <summary>Takes the texts of each row; null ones are left out.</summary>
    public SearchedTexts(IEnumerable<IEnumerable<string?>> rows)
    {
        var (all, ends) = (new StringBuilder(), new List<int>());
        foreach (var row in rows)
        {
            foreach (var text in row.OfType<string>())
            {
                all.Append(TextMatch.Canonical(text)).Append(Between);
            }

            ends.Add(all.Length);
        }

        (_all, _ends) = (all.ToString(), [.. ends]);
    }

    /// <summary>The numbers of the rows of which a text holds each of the words, as <see cref="TextMatch.Contains"/> finds them; in their order, from 0.</summary>
    /// <param name="words">At least one, and none of them empty.</param>
    public IEnumerable<int> Find(params IReadOnlyList<string> words)
    {
        var meant = words.Select(TextMatch.Canonical).ToArray();
        for (var start = 0; start < _all.Length;)
        {
            var found = _all.AsSpan(start).IndexOf(meant[0], StringComparison.OrdinalIgnoreCase);
            if (found < 0)
            {
                yield break;
            }

            // The first row that ends behind the first letter of what was found.
            var end = Array.BinarySearch(_ends, start + found + 1);
            var row = end < 0 ? ~end : end;
            if (HasOthers(row, meant))
            {
                yield return row;
            }

            start = _ends[row];
        }
    }

    private bool HasOthers(int row, string[] words)
    {
        var texts = _all.AsSpan()[(row == 0 ? 0 : _ends[row - 1]).._ends[row]];
        for (var i = 1; i < words.Length; i++)
        {
            if (!texts.Contains(words[i], StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }
}
