using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Connections;

internal sealed class ConnectionTallyMapping : IEntityTypeConfiguration<ConnectionTally>
{
    public void Configure(EntityTypeBuilder<ConnectionTally> tally)
    {
        tally.ToTable("ConnectionTallies");
        tally.Property(t => t.State).HasConversion<string>().HasMaxLength(20);
    }
}
