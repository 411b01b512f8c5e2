using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Activity;

internal sealed class UsageHourMapping : IEntityTypeConfiguration<UsageHour>
{
    public void Configure(EntityTypeBuilder<UsageHour> usage)
    {
        usage.ToTable("UsageHours");
        usage.HasKey(u => new { u.InstanceId, u.Hour });
        usage.HasIndex(u => new { u.OrganizationId, u.Hour });
        // Retention removes by age, of all integrations at once.
        usage.HasIndex(u => u.Hour);
    }
}
