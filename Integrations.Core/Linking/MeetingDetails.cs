namespace Integrations.Core.Linking;

/// <summary>A meeting with its people.</summary>
/// <param name="Version">Hand it back with a change.</param>
public sealed record MeetingDetails(
    Guid Id,
    string Title,
    string? Notes,
    string? Location,
    DateTimeOffset StartsAt,
    DateTimeOffset EndsAt,
    IReadOnlyList<MeetingPerson> Attendees,
    int Version);
