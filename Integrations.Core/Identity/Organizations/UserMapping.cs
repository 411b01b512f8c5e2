using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Identity.Organizations;

internal sealed class UserMapping : IEntityTypeConfiguration<User>
{
    /// <summary>As Identity maps names and addresses.</summary>
    private const int AddressMaxLength = 256;

    public void Configure(EntityTypeBuilder<User> user)
    {
        user.ToTable("Users");
        user.HasKey(u => u.Id);
        user.HasIndex(u => u.NormalizedUserName).HasDatabaseName("UserNameIndex").IsUnique();
        user.Property(u => u.ConcurrencyStamp).IsConcurrencyToken();
        user.Property(u => u.UserName).HasMaxLength(AddressMaxLength);
        user.Property(u => u.NormalizedUserName).HasMaxLength(AddressMaxLength);
        user.Property(u => u.Email).HasMaxLength(AddressMaxLength);
        user.Property(u => u.NormalizedEmail).HasMaxLength(AddressMaxLength);
        user.Property(u => u.PhoneNumber).HasMaxLength(AddressMaxLength);
        user.Property(u => u.Id).ValueGeneratedNever();
        user.Property(u => u.DisplayName).HasMaxLength(User.DisplayNameMaxLength);
        user.Property(u => u.Role).HasConversion<string>().HasMaxLength(20);
        user.Property(u => u.Language).HasMaxLength(8);
        user.HasOne<Organization>().WithMany().HasForeignKey(u => u.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        user.HasIndex(u => new { u.OrganizationId, u.DisplayName });
        // One account per address: sign-in finds people by it.
        user.HasIndex(u => u.NormalizedEmail).HasDatabaseName("EmailIndex").IsUnique();
    }
}
