using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Identity.Programs;

internal sealed class ProgramTokenMapping : IEntityTypeConfiguration<ProgramToken>
{
    private const int WordMaxLength = 50;

    public void Configure(EntityTypeBuilder<ProgramToken> token)
    {
        token.ToTable("ProgramTokens");
        token.HasKey(t => t.Id);
        token.Property(t => t.Id).ValueGeneratedOnAdd();
        token.Property(t => t.ConcurrencyToken).HasMaxLength(WordMaxLength).IsConcurrencyToken();
        token.Property(t => t.ReferenceId).HasMaxLength(100);
        token.Property(t => t.Status).HasMaxLength(WordMaxLength);
        token.Property(t => t.Subject).HasMaxLength(ProgramClient.ClientIdMaxLength);
        token.Property(t => t.Type).HasMaxLength(150);
        token.HasIndex(t => t.ReferenceId).IsUnique();
        token.HasIndex(t => t.ExpirationDate);
    }
}
