using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Identity;

public enum ApiTokenKind
{
    /// <summary>Acts as one person.</summary>
    Personal,

    /// <summary>Acts as the organization; also a client id and secret for the token route.</summary>
    Organization,
}

/// <summary>A personal access token or an organization's API key. Only its hash is kept (SECURITY T6).</summary>
public sealed class ApiToken
{
    public const int NameMaxLength = 80;

    public Guid Id { get; init; }

    public ApiTokenKind Kind { get; init; }

    public Guid? OrganizationId { get; init; }

    /// <summary>The person it acts as; null for an organization's key.</summary>
    public Guid? UserId { get; init; }

    public required string Name { get; set; }

    /// <summary>SHA-256 of the whole token or client secret, hex.</summary>
    public required string Hash { get; init; }

    /// <summary>The last four characters, for people to tell tokens apart.</summary>
    public required string Hint { get; init; }

    /// <summary>Public half of an organization's key; null for personal tokens.</summary>
    public string? ClientId { get; init; }

    public TokenScopes Scopes { get; init; }

    public Guid? CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }
}

/// <summary>A P-256 key that signs access tokens; its private part is protected (SECURITY S9).</summary>
public sealed class SigningKey
{
    /// <summary>The <c>kid</c> of tokens it signed.</summary>
    public required string Id { get; init; }

    /// <summary>SubjectPublicKeyInfo, base64.</summary>
    public required string PublicKey { get; init; }

    public required string PrivateCiphertext { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>It signs no longer after this, and verifies for one token lifetime more.</summary>
    public DateTimeOffset RetiresAt { get; init; }
}

internal sealed class ApiTokenMapping : IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<ApiToken> token)
    {
        token.ToTable("ApiTokens");
        token.Property(t => t.Id).ValueGeneratedNever();
        token.Property(t => t.Kind).HasConversion<string>().HasMaxLength(20);
        token.Property(t => t.Name).HasMaxLength(ApiToken.NameMaxLength);
        token.Property(t => t.Hash).HasMaxLength(64);
        token.Property(t => t.Hint).HasMaxLength(8);
        token.Property(t => t.ClientId).HasMaxLength(60);
        token.HasOne<Organization>().WithMany().HasForeignKey(t => t.OrganizationId).OnDelete(DeleteBehavior.Cascade);
        token.HasOne<User>().WithMany().HasForeignKey(t => t.UserId).OnDelete(DeleteBehavior.Cascade);
        token.HasIndex(t => t.Hash).IsUnique();
        token.HasIndex(t => t.ClientId).IsUnique();
        token.HasIndex(t => new { t.OrganizationId, t.CreatedAt });
    }
}

internal sealed class SigningKeyMapping : IEntityTypeConfiguration<SigningKey>
{
    public void Configure(EntityTypeBuilder<SigningKey> key)
    {
        key.ToTable("SigningKeys");
        key.HasKey(k => k.Id);
        key.Property(k => k.Id).HasMaxLength(60);
        key.Property(k => k.PublicKey).HasMaxLength(400);
    }
}
