
namespace Integrations.Core.Notices;

/// <summary>Something that one person is told in the app; pages say it in the reader's language.</summary>
public sealed class Notice
{
    public const int SubjectMaxLength = 120;
    public const int DetailMaxLength = 1_000;

    public Guid Id { get; init; }

    public Guid OrganizationId { get; init; }

    public Guid UserId { get; init; }

    public NoticeKind Kind { get; init; }

    /// <summary>What it is about, such as an integration's name.</summary>
    public required string Subject { get; init; }

    /// <summary>The reason, where there is one; it may be a vendor's words.</summary>
    public string? Detail { get; init; }

    /// <summary>When what it warns of happens; null where nothing is due.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Where it leads: a path of the hub.</summary>
    public required string Path { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ReadAt { get; set; }
}
