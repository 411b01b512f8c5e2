using Integrations.Core.Identity.Organizations;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Identity;

/// <summary>
/// The tables of ASP.NET Core Identity beside the people's own, as version 3 of its schema has them
/// (IdentityUserContext in Microsoft.AspNetCore.Identity.EntityFrameworkCore 10). They are mapped here so that the context names no entity.
/// </summary>
internal sealed class IdentityTablesMapping :
    IEntityTypeConfiguration<IdentityUserClaim<Guid>>,
    IEntityTypeConfiguration<IdentityUserLogin<Guid>>,
    IEntityTypeConfiguration<IdentityUserToken<Guid>>,
    IEntityTypeConfiguration<IdentityUserPasskey<Guid>>
{
    private const int KeyMaxLength = 128;
    private const int CredentialIdMaxLength = 1024;

    public void Configure(EntityTypeBuilder<IdentityUserClaim<Guid>> claim)
    {
        claim.HasKey(c => c.Id);
        claim.ToTable("AspNetUserClaims");
        claim.HasOne<User>().WithMany().HasForeignKey(c => c.UserId).IsRequired();
    }

    public void Configure(EntityTypeBuilder<IdentityUserLogin<Guid>> login)
    {
        login.HasKey(l => new { l.LoginProvider, l.ProviderKey });
        login.Property(l => l.LoginProvider).HasMaxLength(KeyMaxLength);
        login.Property(l => l.ProviderKey).HasMaxLength(KeyMaxLength);
        login.ToTable("AspNetUserLogins");
        login.HasOne<User>().WithMany().HasForeignKey(l => l.UserId).IsRequired();
    }

    public void Configure(EntityTypeBuilder<IdentityUserToken<Guid>> token)
    {
        token.HasKey(t => new { t.UserId, t.LoginProvider, t.Name });
        token.Property(t => t.LoginProvider).HasMaxLength(KeyMaxLength);
        token.Property(t => t.Name).HasMaxLength(KeyMaxLength);
        token.ToTable("AspNetUserTokens");
        token.HasOne<User>().WithMany().HasForeignKey(t => t.UserId).IsRequired();
    }

    public void Configure(EntityTypeBuilder<IdentityUserPasskey<Guid>> passkey)
    {
        passkey.HasKey(p => p.CredentialId);
        passkey.ToTable("AspNetUserPasskeys");
        passkey.Property(p => p.CredentialId).HasMaxLength(CredentialIdMaxLength);
        passkey.OwnsOne(p => p.Data).ToJson();
        passkey.HasOne<User>().WithMany().HasForeignKey(p => p.UserId).IsRequired();
    }
}
