using Integrations.Core.Connections;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Sync;

internal sealed class SyncStateMapping : IEntityTypeConfiguration<SyncState>
{
    public void Configure(EntityTypeBuilder<SyncState> state)
    {
        state.ToTable("SyncStates");
        state.HasKey(s => new { s.ConnectionId, s.EntityType });
        state.Property(s => s.EntityType).HasMaxLength(60);
        state.Property(s => s.LastError).HasMaxLength(1_000);
        state.Property(s => s.Version).IsConcurrencyToken();
        state.HasOne<Connection>().WithMany().HasForeignKey(s => s.ConnectionId).OnDelete(DeleteBehavior.Cascade);
        state.HasIndex(s => s.DueAt);
    }
}
