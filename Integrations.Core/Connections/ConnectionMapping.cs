using Integrations.Core.Instances;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Connections;

internal sealed class ConnectionMapping : IEntityTypeConfiguration<Connection>
{
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
        connection.HasIndex(c => new { c.OrganizationId, c.Status });
        connection.HasIndex(c => new { c.UserId, c.Status });
        connection.HasIndex(c => c.ExpiresAt);
        connection.HasIndex(c => c.RefreshAt);
        connection.HasIndex(c => c.CheckAt);
        connection.HasIndex(c => new { c.Status, c.ToldOf });
        connection.HasIndex(c => c.ToldOf);
        connection.HasIndex(c => c.ExpiryNoticeDays);
    }
}
