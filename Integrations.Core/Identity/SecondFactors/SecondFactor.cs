using Integrations.Core.Identity.Organizations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Identity.SecondFactors;

/// <summary>The key that a person shares with their authenticator app. Counts once a first code has confirmed it.</summary>
public sealed class SecondFactor
{
    public Guid UserId { get; init; }

    /// <summary>The key in base 32, protected like every stored secret.</summary>
    public required string KeyCiphertext { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null until the person has shown that their app holds the key.</summary>
    public DateTimeOffset? ConfirmedAt { get; set; }

    /// <summary>The last time step whose code was accepted; only later ones are (RFC 6238, section 5.2).</summary>
    public long LastStep { get; set; }
}

/// <summary>A code for the day the phone is lost; works once.</summary>
public sealed class RecoveryCode
{
    public Guid Id { get; init; }

    public Guid UserId { get; init; }

    /// <summary>SHA-256 of the code, in hexadecimal; 80 random bits need no slow hash.</summary>
    public required string Hash { get; init; }

    public DateTimeOffset? UsedAt { get; set; }
}

internal sealed class SecondFactorMapping : IEntityTypeConfiguration<SecondFactor>
{
    public void Configure(EntityTypeBuilder<SecondFactor> factor)
    {
        factor.ToTable("SecondFactors");
        factor.HasKey(f => f.UserId);
        factor.Property(f => f.UserId).ValueGeneratedNever();
        factor.HasOne<User>().WithOne().HasForeignKey<SecondFactor>(f => f.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class RecoveryCodeMapping : IEntityTypeConfiguration<RecoveryCode>
{
    public void Configure(EntityTypeBuilder<RecoveryCode> recovery)
    {
        recovery.ToTable("RecoveryCodes");
        recovery.Property(c => c.Id).ValueGeneratedNever();
        recovery.Property(c => c.Hash).HasMaxLength(64);
        recovery.HasOne<User>().WithMany().HasForeignKey(c => c.UserId).OnDelete(DeleteBehavior.Cascade);
        recovery.HasIndex(c => new { c.UserId, c.Hash }).IsUnique();
    }
}
