using Integrations.Core.Identity.Organizations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Identity.Programs;

internal sealed class ProgramClientMapping : IEntityTypeConfiguration<ProgramClient>
{
    private const int WordMaxLength = 50;

    public void Configure(EntityTypeBuilder<ProgramClient> client)
    {
        client.ToTable("Programs");
        client.HasKey(c => c.Id);
        client.Property(c => c.Id).ValueGeneratedNever();
        client.Property(c => c.ClientId).HasMaxLength(ProgramClient.ClientIdMaxLength);
        client.Property(c => c.DisplayName).HasMaxLength(ProgramClient.NameMaxLength);
        client.Property(c => c.ClientSecret).HasMaxLength(64);
        client.Property(c => c.ApplicationType).HasMaxLength(WordMaxLength);
        client.Property(c => c.ClientType).HasMaxLength(WordMaxLength);
        client.Property(c => c.ConsentType).HasMaxLength(WordMaxLength);
        client.Property(c => c.ConcurrencyToken).HasMaxLength(WordMaxLength).IsConcurrencyToken();
        client.Property(c => c.Kind).HasConversion<string>().HasMaxLength(20);
        client.Ignore(c => c.Client);
        client.Ignore(c => c.Host);
        client.Ignore(c => c.SecretEndsAt);
        client.HasOne<Organization>().WithMany().HasForeignKey(c => c.OrganizationId).OnDelete(DeleteBehavior.Cascade);
        client.HasMany(c => c.Authorizations).WithOne(a => a.Application!).HasForeignKey(ProgramTables.ClientKey).OnDelete(DeleteBehavior.Cascade);
        client.HasMany(c => c.Tokens).WithOne(t => t.Application!).HasForeignKey(ProgramTables.ClientKey).OnDelete(DeleteBehavior.Cascade);
        client.HasIndex(c => c.ClientId).IsUnique();
        client.HasIndex(c => new { c.OrganizationId, c.CreatedAt });
    }
}
