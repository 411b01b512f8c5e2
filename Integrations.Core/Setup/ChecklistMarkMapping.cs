using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Setup;

internal sealed class ChecklistMarkMapping : IEntityTypeConfiguration<ChecklistMark>
{
    public void Configure(EntityTypeBuilder<ChecklistMark> mark)
    {
        mark.ToTable("ChecklistMarks");
        mark.HasKey(m => m.Key);
        mark.Property(m => m.Key).HasMaxLength(ChecklistMark.KeyMaxLength);
        mark.Property(m => m.Detail).HasMaxLength(ChecklistMark.DetailMaxLength);
        mark.Property(m => m.WaitsFor).HasMaxLength(64);
        mark.Property(m => m.ByName).HasMaxLength(320);
    }
}
