using Integrations.Core.Storage;

namespace Integrations.Core.Linking;

/// <summary>A meeting of the organization's own.</summary>
public sealed class Meeting : IVersioned
{
    public const int TitleMaxLength = 200;
    public const int NotesMaxLength = 4_000;
    public const int LocationMaxLength = 200;
    public const int MaxAttendees = 200;

    public Guid Id { get; init; }

    public Guid OrganizationId { get; init; }

    public required string Title { get; set; }

    public string? Notes { get; set; }

    public string? Location { get; set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset StartsAt { get; set; }

    /// <summary>UTC; after <see cref="StartsAt"/>.</summary>
    public DateTimeOffset EndsAt { get; set; }

    public IList<MeetingAttendee> Attendees { get; } = [];

    public Guid? CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public int Version { get; set; }
}
