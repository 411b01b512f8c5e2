using Integrations.Core.Identity.Organizations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Notices;

/// <summary>What one person chose for one kind of notice; without a row the default holds.</summary>
public sealed class NoticeChoice
{
    public Guid UserId { get; init; }

    public NoticeKind Kind { get; init; }

    public bool InApp { get; set; }

    public bool ByMail { get; set; }

    /// <summary>For what comes at intervals: when it came last.</summary>
    public DateTimeOffset? LastAt { get; set; }

    /// <summary>What holds for somebody who chose nothing: connections in both ways, and no weekly summary.</summary>
    public static bool Default(NoticeKind kind) => kind != NoticeKind.WeeklySummary;
}

internal sealed class NoticeChoiceMapping : IEntityTypeConfiguration<NoticeChoice>
{
    public void Configure(EntityTypeBuilder<NoticeChoice> choice)
    {
        choice.ToTable("NoticeChoices");
        choice.HasKey(c => new { c.UserId, c.Kind });
        choice.Property(c => c.Kind).HasConversion<string>().HasMaxLength(40);
        choice.HasOne<User>().WithMany().HasForeignKey(c => c.UserId).OnDelete(DeleteBehavior.Cascade);
        choice.HasIndex(c => c.Kind);
    }
}
