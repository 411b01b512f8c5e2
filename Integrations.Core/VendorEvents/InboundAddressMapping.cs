using Integrations.Core.Instances;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.VendorEvents;

internal sealed class InboundAddressMapping : IEntityTypeConfiguration<InboundAddress>
{
    public void Configure(EntityTypeBuilder<InboundAddress> address)
    {
        address.ToTable("InboundAddresses");
        address.Property(a => a.Id).ValueGeneratedNever();
        address.Property(a => a.SecretHint).HasMaxLength(40);
        address.HasOne<IntegrationInstance>().WithMany().HasForeignKey(a => a.InstanceId).OnDelete(DeleteBehavior.Cascade);
        address.HasIndex(a => a.InstanceId).IsUnique();
    }
}
