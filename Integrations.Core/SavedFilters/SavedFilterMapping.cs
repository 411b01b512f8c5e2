using Integrations.Core.Identity.Organizations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.SavedFilters;

internal sealed class SavedFilterMapping : IEntityTypeConfiguration<SavedFilter>
{
    public void Configure(EntityTypeBuilder<SavedFilter> filter)
    {
        filter.ToTable("SavedFilters");
        filter.Property(f => f.Id).ValueGeneratedNever();
        filter.Property(f => f.List).HasMaxLength(SavedFilterLists.KeyMaxLength);
        filter.Property(f => f.Name).HasMaxLength(SavedFilter.NameMaxLength);
        // The owner's id and a colon stand before the name, whose canonical form may be three times as long.
        filter.Property(f => f.NameKey).HasMaxLength(33 + (3 * SavedFilter.NameMaxLength));
        filter.Property(f => f.Query).HasMaxLength(SavedFilterQuery.MaxLength);
        filter.HasOne<Organization>().WithMany().HasForeignKey(f => f.OrganizationId).OnDelete(DeleteBehavior.Cascade);
        filter.HasOne<User>().WithMany().HasForeignKey(f => f.OwnerUserId).OnDelete(DeleteBehavior.Cascade);
        // Decides saved_filter.name_taken, also when two save at the same moment.
        filter.HasIndex(f => new { f.OrganizationId, f.List, f.NameKey }).IsUnique();
    }
}
