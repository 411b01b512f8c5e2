using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Connections.OAuth;

internal sealed class OAuthStateMapping : IEntityTypeConfiguration<OAuthState>
{
    public void Configure(EntityTypeBuilder<OAuthState> state)
    {
        state.ToTable("OAuthStates");
        state.Property(s => s.Id).ValueGeneratedNever();
        state.Property(s => s.StateHash).HasMaxLength(64);
        state.Property(s => s.ProviderKey).HasMaxLength(60);
        state.Property(s => s.RedirectUri).HasMaxLength(400);
        state.Property(s => s.ReturnUrl).HasMaxLength(2_000);
        state.Property(s => s.BrowserHash).HasMaxLength(64);
        state.Property(s => s.RequestedBy).HasMaxLength(320);
        state.Property(s => s.Stamp).HasMaxLength(64);
        state.Property(s => s.Outcome).HasMaxLength(OAuthState.OutcomeMaxLength);
        Storage.JsonColumns.AsJson(state.Property(s => s.Fields));
        state.HasIndex(s => s.StateHash).IsUnique();
        state.HasIndex(s => s.ExpiresAt);
    }
}
