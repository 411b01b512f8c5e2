using Integrations.Core.Permissions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Activity;

internal sealed class ActivityMapping : IEntityTypeConfiguration<ActivityEntry>
{
    public void Configure(EntityTypeBuilder<ActivityEntry> activity)
    {
        activity.ToTable("Activities");
        activity.Property(a => a.Id).ValueGeneratedNever();
        activity.Property(a => a.Type).HasMaxLength(20);
        activity.Property(a => a.Action).HasMaxLength(120);
        activity.Property(a => a.Status).HasConversion<string>().HasMaxLength(20);
        activity.Property(a => a.Message).HasMaxLength(1_000);
        activity.Property(a => a.ErrorCode).HasMaxLength(80);
        activity.Property(a => a.RequestId).HasMaxLength(80);
        activity.Property(a => a.Client).HasMaxLength(CallerClient.NameMaxLength);
        // Both orders that pages read: by organization and by integration, newest first, with a total order.
        activity.HasIndex(a => new { a.OrganizationId, a.OccurredAt, a.Id });
        activity.HasIndex(a => new { a.InstanceId, a.OccurredAt, a.Id });
    }
}
