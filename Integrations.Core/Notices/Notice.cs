
namespace Integrations.Core.Notices;

/// <summary>Something that one person is told in the app; pages say it in the reader's language.</summary>
public sealed class Notice
{
    /// <summary>In characters.</summary>
    public const int SubjectMaxLength = 120;

    /// <summary>In characters; longer reasons are cut.</summary>
    public const int DetailMaxLength = 1_000;

    /// <summary>A UUID of version 7, made by the hub: ids sort by age.</summary>
    public Guid Id { get; init; }

    /// <summary>Of the reader at that time.</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>Who reads it; it is theirs alone, and goes with them.</summary>
    public Guid UserId { get; init; }

    /// <summary>Which words the page uses, and which of the reader's choices decided that it came.</summary>
    public NoticeKind Kind { get; init; }

    /// <summary>What it is about, such as an integration's name.</summary>
    public required string Subject { get; init; }

    /// <summary>The reason, where there is one; it may be a vendor's words.</summary>
    public string? Detail { get; init; }

    /// <summary>When what it warns of happens; null where nothing is due.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Where it leads: a path of the hub.</summary>
    public required string Path { get; init; }

    /// <summary>In UTC; notices are shown newest first, and go after <c>Retention:NoticeDays</c>.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its reader saw or dismissed it; null while it counts as new.</summary>
    public DateTimeOffset? ReadAt { get; set; }
}
