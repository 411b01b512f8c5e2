using Integrations.Core.Identity.Organizations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Identity;

/// <summary>One sign-in of a person in one browser. The cookie only names it, so that ending it ends every copy of the cookie (SECURITY S1).</summary>
public sealed class Session
{
    public const int BrowserMaxLength = 300;

    public Guid Id { get; init; }

    public Guid UserId { get; init; }

    /// <summary>When the password was given last; sensitive acts ask for it again after ten minutes (SECURITY S5).</summary>
    public DateTimeOffset AuthenticatedAt { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The absolute end, used or not.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    public string? RemoteAddress { get; init; }

    /// <summary>The browser's own words (User-Agent), cut to <see cref="BrowserMaxLength"/>; shown to the person in short.</summary>
    public string? Browser { get; init; }

    /// <summary>When a request or a circuit of it was last confirmed; exact to some minutes.</summary>
    public DateTimeOffset? LastSeenAt { get; set; }

    public SignInProof Proof { get; set; }
}

/// <summary>What somebody showed to sign in.</summary>
public enum SignInProof
{
    Password,
    PasswordAndCode,

    /// <summary>Holds the device and unlocked it: both factors at once.</summary>
    Passkey,

    /// <summary>Microsoft vouched for the person; as good as a password, no better.</summary>
    Microsoft,
}

internal sealed class SessionMapping : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> session)
    {
        session.ToTable("Sessions");
        session.Property(s => s.Id).ValueGeneratedNever();
        session.Property(s => s.RemoteAddress).HasMaxLength(64);
        session.Property(s => s.Browser).HasMaxLength(Session.BrowserMaxLength);
        session.Property(s => s.Proof).HasConversion<string>().HasMaxLength(20).HasDefaultValue(SignInProof.Password);
        session.HasOne<User>().WithMany().HasForeignKey(s => s.UserId).OnDelete(DeleteBehavior.Cascade);
        session.HasIndex(s => new { s.UserId, s.CreatedAt });
        session.HasIndex(s => s.ExpiresAt);
    }
}
