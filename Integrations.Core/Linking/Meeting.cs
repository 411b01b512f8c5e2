using Integrations.Core.Storage;

namespace Integrations.Core.Linking;

/// <summary>A meeting of the organization's own.</summary>
public sealed class Meeting : IVersioned
{
    /// <summary>In characters.</summary>
    public const int TitleMaxLength = 200;

    /// <summary>In characters.</summary>
    public const int NotesMaxLength = 4_000;

    /// <summary>In characters.</summary>
    public const int LocationMaxLength = 200;

    /// <summary>People of one meeting; more give <c>validation</c>.</summary>
    public const int MaxAttendees = 200;

    /// <summary>A UUID of version 7, made by the hub: ids sort by age.</summary>
    public Guid Id { get; init; }

    /// <summary>The tenant that it belongs to; what a caller sees begins with <c>VisibleTo(caller)</c> (SECURITY A1).</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>1 to 200 characters.</summary>
    public required string Title { get; set; }

    /// <summary>At most 4,000 characters of plain text; null for none.</summary>
    public string? Notes { get; set; }

    /// <summary>A place or an address to dial in, at most 200 characters; null for none.</summary>
    public string? Location { get; set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset StartsAt { get; set; }

    /// <summary>UTC; after <see cref="StartsAt"/>.</summary>
    public DateTimeOffset EndsAt { get; set; }

    /// <summary>People of the organization's address book, each once.</summary>
    public IList<MeetingAttendee> Attendees { get; } = [];

    /// <summary>Who wrote it down; null where a key of the organization or a program did.</summary>
    public Guid? CreatedBy { get; init; }

    /// <summary>In UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <inheritdoc/>
    public int Version { get; set; }
}
