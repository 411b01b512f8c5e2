using Integrations.Core.Identity.Organizations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Identity;

internal sealed class CalendarFeedMapping : IEntityTypeConfiguration<CalendarFeed>
{
    public void Configure(EntityTypeBuilder<CalendarFeed> feed)
    {
        feed.ToTable("CalendarFeeds");
        // A person has one: the key decides it, also when they press twice.
        feed.HasKey(f => f.UserId);
        feed.Property(f => f.UserId).ValueGeneratedNever();
        feed.Property(f => f.Hash).HasMaxLength(64);
        feed.HasOne<User>().WithMany().HasForeignKey(f => f.UserId).OnDelete(DeleteBehavior.Cascade);
        feed.HasIndex(f => f.Hash).IsUnique();
    }
}
