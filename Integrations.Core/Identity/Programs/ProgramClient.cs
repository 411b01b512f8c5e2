using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpenIddict.EntityFrameworkCore.Models;

namespace Integrations.Core.Identity.Programs;

/// <summary>A program that signs in by itself: an OAuth client. Only a hash of its secret is kept (SECURITY T6).</summary>
public sealed class ProgramClient : OpenIddictEntityFrameworkCoreApplication<Guid, ProgramAuthorization, ProgramToken>
{
    public const int ClientIdMaxLength = 400;
    public const int NameMaxLength = 120;

    /// <summary>How long a program's secret is good (SECURITY T6).</summary>
    public static readonly TimeSpan SecretLifetime = TimeSpan.FromDays(365);

    public ProgramKind Kind { get; init; }

    /// <summary>Whose it is; null for programs that described or registered themselves, which people of every organization may let in.</summary>
    public Guid? OrganizationId { get; init; }

    /// <summary>What its tokens may be used for at most.</summary>
    public TokenScopes Scopes { get; init; }

    public Guid? CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its document was last read; null for the other kinds.</summary>
    public DateTimeOffset? FetchedAt { get; set; }

    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>As grants and activity name it.</summary>
    public CallerClient Client => CallerClient.OfProgram(Id, DisplayName ?? "");

    /// <summary>Null for programs that have no secret.</summary>
    public DateTimeOffset? SecretEndsAt => ClientSecret is null ? null : CreatedAt + SecretLifetime;

    /// <summary>Where its document lies; null for the other kinds.</summary>
    public string? Host => Kind == ProgramKind.Document && Uri.TryCreate(ClientId, UriKind.Absolute, out var address) ? address.Authority : null;
}

internal sealed class ProgramClientMapping : IEntityTypeConfiguration<ProgramClient>
{
    private const int WordMaxLength = 50;

    public void Configure(EntityTypeBuilder<ProgramClient> client)
    {
        client.ToTable("Programs");
        client.HasKey(c => c.Id);
        client.Property(c => c.Id).ValueGeneratedNever();
        client.Property(c => c.ClientId).HasMaxLength(ProgramClient.ClientIdMaxLength);
        client.Property(c => c.DisplayName).HasMaxLength(ProgramClient.NameMaxLength);
        client.Property(c => c.ClientSecret).HasMaxLength(64);
        client.Property(c => c.ApplicationType).HasMaxLength(WordMaxLength);
        client.Property(c => c.ClientType).HasMaxLength(WordMaxLength);
        client.Property(c => c.ConsentType).HasMaxLength(WordMaxLength);
        client.Property(c => c.ConcurrencyToken).HasMaxLength(WordMaxLength).IsConcurrencyToken();
        client.Property(c => c.Kind).HasConversion<string>().HasMaxLength(20);
        client.Ignore(c => c.Client);
        client.Ignore(c => c.Host);
        client.Ignore(c => c.SecretEndsAt);
        client.HasOne<Organization>().WithMany().HasForeignKey(c => c.OrganizationId).OnDelete(DeleteBehavior.Cascade);
        client.HasMany(c => c.Authorizations).WithOne(a => a.Application!).HasForeignKey(ProgramTables.ClientKey).OnDelete(DeleteBehavior.Cascade);
        client.HasMany(c => c.Tokens).WithOne(t => t.Application!).HasForeignKey(ProgramTables.ClientKey).OnDelete(DeleteBehavior.Cascade);
        client.HasIndex(c => c.ClientId).IsUnique();
        client.HasIndex(c => new { c.OrganizationId, c.CreatedAt });
    }
}
