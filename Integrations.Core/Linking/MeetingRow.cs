namespace Integrations.Core.Linking;

/// <summary>A meeting in a list.</summary>
/// <param name="Attendees">Names, in order.</param>
/// <param name="Links">Linked things that the caller may see.</param>
public sealed record MeetingRow(
    Guid Id, string Title, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string? Location, IReadOnlyList<string> Attendees, int Links);
