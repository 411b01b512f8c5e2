using Integrations.Core.Instances;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Connections;

internal sealed class ConnectionMapping : IEntityTypeConfiguration<Connection>
{
    private const string Living = "\"DisconnectedAt\" IS NULL";

    public void Configure(EntityTypeBuilder<Connection> connection)
    {
        connection.ToTable("Connections");
        connection.Property(c => c.Id).ValueGeneratedNever();
        connection.Property(c => c.ProviderKey).HasMaxLength(60);
        connection.Property(c => c.OwnerKey).HasMaxLength(40);
        connection.Property(c => c.Status).HasConversion<string>().HasMaxLength(20);
        connection.Property(c => c.AuthKind).HasMaxLength(20);
        connection.Property(c => c.Expiry).HasConversion<string>().HasMaxLength(20);
        connection.Property(c => c.SecretHint).HasMaxLength(40);
        connection.Property(c => c.DisplayName).HasMaxLength(120);
        connection.Property(c => c.AccountId).HasMaxLength(300);
        connection.Property(c => c.AccountUsername).HasMaxLength(300);
        connection.Property(c => c.AccountEmail).HasMaxLength(320);
        connection.Property(c => c.AccountAvatarUrl).HasMaxLength(2_000);
        connection.Property(c => c.AccountName).HasMaxLength(300);
        connection.Property(c => c.AccountWorkspace).HasMaxLength(300);
        connection.Property(c => c.LastError).HasMaxLength(1_000);
        connection.Property(c => c.LastErrorCode).HasMaxLength(80);
        connection.Property(c => c.RefreshLeaseBy).HasMaxLength(80);
        connection.Property(c => c.Hosts).AsJson();
        connection.Property(c => c.Facts).AsJson();
        connection.Property(c => c.Scopes).AsJson();
        connection.Property(c => c.Settings).AsJson();
        connection.Property(c => c.Metadata).AsJson();
        connection.HasOne<IntegrationInstance>().WithMany().HasForeignKey(c => c.InstanceId).OnDelete(DeleteBehavior.Cascade);
        // One living connection per instance and user, also when two browsers finish at the same moment.
        connection.HasIndex(c => new { c.InstanceId, c.OwnerKey }).IsUnique();
        connection.HasIndex(c => new { c.UserId, c.Status });
        connection.HasIndex(c => new { c.AccountId, c.ProviderKey }).HasFilter("\"AccountId\" IS NOT NULL");
        // What loops look for, so that a look costs what is due and not what is there. A state stands first in each: SQLite, which counts no rows,
        // would else take any index that begins with one. Tokens that are due have two more, over an expression, which the model cannot say:
        // the migration AddGrowthIndexes makes them, and BackgroundLoopPlanTests looks whether they are there and used.
        connection.HasIndex(c => new { c.OrganizationId, c.Status, c.CheckAt });
        connection.HasIndex(c => new { c.Status, c.CheckAt }).HasFilter(Living);
        connection.HasIndex(c => new { c.Status, c.ToldOf, c.ExpiryNoticeDays }).HasFilter(Living);
        connection.HasIndex(c => new { c.Status, c.ExpiryNoticeDays, c.ExpiresAt }).HasFilter("NOT \"IsRefreshable\"");
        connection.HasIndex(c => new { c.Status, c.RefreshRetryAt }).HasFilter("\"RefreshRetryAt\" IS NOT NULL");
        connection.HasIndex(c => c.DisconnectedAt).HasFilter("\"DisconnectedAt\" IS NOT NULL");
    }
}
