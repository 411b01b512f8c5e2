using System.Globalization;
using System.Text;
using Integrations.Connectors.Entities;

namespace Integrations.Core.Linking;

/// <summary>Which events of a calendar a meeting of ours probably is, and why. Pure: same input, same answer.</summary>
public static class EventSuggestions
{
    /// <summary>Suggestions for one meeting.</summary>
    public const int Most = 3;

    // Time says most: two things rarely start and end together by chance. A title alone is often a series' other week.
    private const double TimeWeight = 0.45;
    private const double TitleWeight = 0.3;
    private const double PeopleWeight = 0.25;
    private const double Threshold = 0.35;

    private static readonly TimeSpan Near = TimeSpan.FromHours(2);
    private static readonly char[] AddressMarks = ['<', '>', '(', ')', ' ', ',', ';', '"'];

    private static readonly HashSet<string> EmptyWords = new(StringComparer.Ordinal)
    {
        "a", "an", "and", "at", "for", "in", "meeting", "of", "on", "the", "to", "with",
    };

    /// <summary>At most <see cref="Most"/> events, the likeliest first; cancelled ones never.</summary>
    public static IReadOnlyList<EventSuggestion> For(MeetingDetails meeting, IEnumerable<ExternalEntity> events) =>
        [.. events
            .Where(candidate => !string.Equals(candidate.Text(EntityFields.Status), "cancelled", StringComparison.OrdinalIgnoreCase))
            .Select(candidate => Score(meeting, candidate))
            .Where(suggestion => suggestion.Score >= Threshold)
            .OrderByDescending(suggestion => suggestion.Score)
            .ThenBy(suggestion => suggestion.Event.Start)
            .ThenBy(suggestion => suggestion.Event.Id, StringComparer.Ordinal)
            .Take(Most)];

    internal static EventSuggestion Score(MeetingDetails meeting, ExternalEntity candidate)
    {
        var time = CompareTime(meeting, candidate);
        var title = CompareTitle(meeting.Title, candidate.Title);
        var people = ComparePeople(meeting.Attendees, candidate);

        // Without attendees on our side, the other two decide alone.
        var weights = TimeWeight + TitleWeight + (meeting.Attendees.Count > 0 ? PeopleWeight : 0);
        var score = ((TimeWeight * time.Score) + (TitleWeight * title.Score) + (PeopleWeight * people.Score)) / weights;
        var reason = string.Join(", ", new[] { time.Reason, title.Reason, people.Reason }.OfType<string>());
        return new EventSuggestion(candidate, Math.Round(score, 3), reason);
    }

    private static Evidence CompareTime(MeetingDetails meeting, ExternalEntity candidate)
    {
        if (candidate.Start is not { } start)
        {
            return Evidence.None;
        }

        var end = candidate.End is { } told && told > start ? told : start.AddMinutes(30);
        var overlap = Min(meeting.EndsAt, end) - Max(meeting.StartsAt, start);
        if (IsAllDay(candidate))
        {
            // A whole day overlaps with everything in it, which says little.
            return overlap > TimeSpan.Zero ? new Evidence(0.2, "same day") : Evidence.None;
        }

        if (start == meeting.StartsAt && end == meeting.EndsAt)
        {
            return new Evidence(1, "same time");
        }

        if (start == meeting.StartsAt)
        {
            return new Evidence(0.85, "same start");
        }

        if (overlap > TimeSpan.Zero)
        {
            var together = Max(meeting.EndsAt, end) - Min(meeting.StartsAt, start);
            return new Evidence(0.3 + (0.5 * (overlap / together)), $"overlaps by {Words(overlap)}");
        }

        var distance = (start - meeting.StartsAt).Duration();
        return distance <= Near
            ? new Evidence(0.2, $"starts {Words(distance)} {(start > meeting.StartsAt ? "later" : "earlier")}")
            : Evidence.None;
    }

    private static Evidence CompareTitle(string ours, string theirs)
    {
        var (left, right) = (Significant(ours), Significant(theirs));
        if (left.Count == 0 || right.Count == 0)
        {
            return Evidence.None;
        }

        var similarity = 2.0 * left.Intersect(right, StringComparer.Ordinal).Count() / (left.Count + right.Count);
        return similarity switch
        {
            1 => new Evidence(1, "same title"),
            >= 0.5 => new Evidence(similarity, "similar title"),
            _ => new Evidence(similarity / 2, null),
        };
    }

    private static Evidence ComparePeople(IReadOnlyList<MeetingPerson> ours, ExternalEntity candidate)
    {
        if (ours.Count == 0)
        {
            return Evidence.None;
        }

        var theirs = candidate.Attendees.Append(candidate.Organizer ?? "").Where(text => text.Length > 0).ToList();
        var addresses = theirs
            .SelectMany(text => text.Split(AddressMarks, StringSplitOptions.RemoveEmptyEntries))
            .Where(part => part.Contains('@', StringComparison.Ordinal))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var names = theirs.Select(NameIn).ToHashSet(StringComparer.Ordinal);

        var found = ours.Count(person => (person.Email is { } email && addresses.Contains(email)) || names.Contains(Plain(person.Name)));
        return found switch
        {
            0 => Evidence.None,
            1 when ours.Count == 1 => new Evidence(1, "same attendee"),
            _ when found == ours.Count => new Evidence(1, $"all {found} attendees"),
            _ => new Evidence((double)found / ours.Count, $"{found} of {ours.Count} attendees"),
        };
    }

    internal static bool IsAllDay(ExternalEntity candidate) =>
        candidate.Metadata[EntityFields.AllDay] is System.Text.Json.Nodes.JsonValue value && value.TryGetValue<bool>(out var allDay) && allDay;

    private static HashSet<string> Significant(string title)
    {
        var words = Plain(title).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var telling = words.Where(word => !EmptyWords.Contains(word)).ToHashSet(StringComparer.Ordinal);
        return telling.Count > 0 ? telling : [.. words];
    }

    /// <summary>The name before an address: "Ada Lindqvist &lt;ada@…&gt;".</summary>
    private static string NameIn(string attendee)
    {
        var mark = attendee.IndexOfAny(['<', '(']);
        return Plain(mark > 0 ? attendee[..mark] : attendee);
    }

    /// <summary>Letters and digits in lower case without accents, words apart by one space.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormD))
        {
            if (char.IsLetterOrDigit(letter))
            {
                plain.Append(char.ToLowerInvariant(letter));
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark && plain is [.., not ' '])
            {
                plain.Append(' ');
            }
        }

        return plain.ToString().Trim();
    }

    private static string Words(TimeSpan span) => span.TotalMinutes < 60 || span.Minutes != 0
        ? $"{Math.Max(1, (int)span.TotalMinutes)} min"
        : $"{(int)span.TotalHours} h";

    private static DateTimeOffset Min(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;

    private static DateTimeOffset Max(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;

    private readonly record struct Evidence(double Score, string? Reason)
    {
        public static Evidence None => default;
    }
}
