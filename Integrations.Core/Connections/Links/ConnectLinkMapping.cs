using Integrations.Core.Connections.OAuth;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Connections.Links;

internal sealed class ConnectLinkMapping : IEntityTypeConfiguration<ConnectLink>
{
    public void Configure(EntityTypeBuilder<ConnectLink> link)
    {
        link.ToTable("ConnectLinks");
        link.Property(l => l.Id).ValueGeneratedNever();
        link.Property(l => l.Hash).HasMaxLength(64);
        link.Property(l => l.Hint).HasMaxLength(8);
        link.Property(l => l.Providers).AsJson();
        link.Property(l => l.Audience).HasConversion<string>().HasMaxLength(20);
        link.Property(l => l.Email).HasMaxLength(320);
        link.Property(l => l.Label).HasMaxLength(ConnectLink.LabelMaxLength);
        link.Property(l => l.Reference).HasMaxLength(ConnectLink.ReferenceMaxLength);
        link.Property(l => l.ReturnUrl).HasMaxLength(2_000);
        link.Property(l => l.Settings).AsJson();
        link.Property(l => l.Origins).AsJson();
        link.Property(l => l.CreatedBy).HasMaxLength(320);
        link.Property(l => l.CreatorStamp).HasMaxLength(64);
        link.Property(l => l.BrowserHash).HasMaxLength(64);
        link.Property(l => l.FailureCode).HasMaxLength(OAuthState.OutcomeMaxLength);
        link.HasOne<Organization>().WithMany().HasForeignKey(l => l.OrganizationId).OnDelete(DeleteBehavior.Cascade);
        link.HasIndex(l => l.Hash).IsUnique();
        link.HasIndex(l => new { l.OrganizationId, l.CreatedAt });
        link.HasIndex(l => l.ExpiresAt);
    }
}
