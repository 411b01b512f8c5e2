using Integrations.Core.Identity.Organizations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

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

internal sealed class NoticeMapping : IEntityTypeConfiguration<Notice>
{
    public void Configure(EntityTypeBuilder<Notice> notice)
    {
        notice.ToTable("Notices");
        notice.Property(n => n.Id).ValueGeneratedNever();
        notice.Property(n => n.Kind).HasConversion<string>().HasMaxLength(40);
        notice.Property(n => n.Subject).HasMaxLength(Notice.SubjectMaxLength);
        notice.Property(n => n.Detail).HasMaxLength(Notice.DetailMaxLength);
        notice.Property(n => n.Path).HasMaxLength(300);
        notice.HasOne<User>().WithMany().HasForeignKey(n => n.UserId).OnDelete(DeleteBehavior.Cascade);
        notice.HasIndex(n => new { n.UserId, n.ReadAt });
        notice.HasIndex(n => new { n.UserId, n.CreatedAt });
        notice.HasIndex(n => n.CreatedAt);
    }
}
