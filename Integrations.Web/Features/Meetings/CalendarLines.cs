using System.Text;

namespace Integrations.Web.Features.Meetings;

/// <summary>Lines of an iCalendar text, none longer than 75 octets (RFC 5545, 3.1).</summary>
internal static class CalendarLines
{
    private const int MostOctets = 75;
    private const string Break = "\r\n ";

    /// <summary>
    /// Folds again what Ical.Net 5.2.4 folded: it may break a line within a character of four octets, such as a pictogram, of which
    /// then nothing is left.
    /// </summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length + (text.Length / MostOctets * Break.Length));
        var octets = 0;
        foreach (var rune in text.Replace(Break, "", StringComparison.Ordinal).EnumerateRunes())
        {
            if (rune.Value is '\r' or '\n')
            {
                octets = 0;
            }
            else if (octets + rune.Utf8SequenceLength > MostOctets)
            {
                folded.Append(Break);
                // The blank that begins a folded line counts.
                octets = 1 + rune.Utf8SequenceLength;
            }
            else
            {
                octets += rune.Utf8SequenceLength;
            }

            folded.Append(rune);
        }

        return folded.ToString();
    }
}
