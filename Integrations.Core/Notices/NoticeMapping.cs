using Integrations.Core.Identity.Organizations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Notices;

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
