using Integrations.Core.Connections;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Sync;

/// <summary>How far a connection's changes of one entity type were pulled.</summary>
public sealed class SyncState
{
    public Guid ConnectionId { get; init; }

    /// <summary>One of the connector's syncable entities.</summary>
    public required string EntityType { get; init; }

    /// <summary>Where to go on; opaque. Null before the first pull, and after the vendor forgot it.</summary>
    public string? Cursor { get; set; }

    /// <summary>When the last pull ended well.</summary>
    public DateTimeOffset? LastSyncAt { get; set; }

    /// <summary>When the next is due by schedule.</summary>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>Pulls that failed since the last good one.</summary>
    public int Failures { get; set; }

    /// <summary>What went wrong last; null while all is well.</summary>
    public string? LastError { get; set; }

    /// <summary>Grows with each pull; of two at once the slower one's cursor is dropped.</summary>
    public int Version { get; set; }
}

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
