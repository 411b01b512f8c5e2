using Integrations.Core.Identity.Organizations;
using Integrations.Core.Instances;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Widgets;

/// <summary>What an embedded page shows of an integration.</summary>
public enum WidgetKind
{
    /// <summary>Whether it is connected, and since when.</summary>
    Status,

    /// <summary>What happened through it in the last day.</summary>
    Activity,

    /// <summary>The vendor's things of one type.</summary>
    Data,
}

/// <summary>
/// An address that shows one widget of one integration to whoever has it, without signing in. It reads and never acts; it
/// ends by itself and can be ended at any time. Of its secret part only the hash is kept (SECURITY T6).
/// </summary>
public sealed class WidgetLink
{
    public const int NameMaxLength = 80;
    public const int MaxRows = 50;
    public const int MaxOrigins = 10;

    public Guid Id { get; init; }

    public Guid OrganizationId { get; init; }

    public Guid InstanceId { get; init; }

    public WidgetKind Kind { get; init; }

    public required string Name { get; init; }

    /// <summary>SHA-256 of the secret part, hex.</summary>
    public required string Hash { get; init; }

    /// <summary>Its last four characters, for people to tell links apart.</summary>
    public required string Hint { get; init; }

    /// <summary>The vendor's entity type of a data widget; null for the others.</summary>
    public string? Entity { get; init; }

    /// <summary>What is shown, in this order; at least one.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>At most this many rows, 1 to 50.</summary>
    public int Rows { get; init; }

    /// <summary>Exact origins whose pages may frame it, such as <c>https://intranet.example.org</c>; empty means none.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    public string CreatedBy { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Exact to the hour.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }
}

internal sealed class WidgetLinkMapping : IEntityTypeConfiguration<WidgetLink>
{
    public void Configure(EntityTypeBuilder<WidgetLink> link)
    {
        link.ToTable("WidgetLinks");
        link.Property(l => l.Id).ValueGeneratedNever();
        link.Property(l => l.Kind).HasConversion<string>().HasMaxLength(20);
        link.Property(l => l.Name).HasMaxLength(WidgetLink.NameMaxLength);
        link.Property(l => l.Hash).HasMaxLength(64);
        link.Property(l => l.Hint).HasMaxLength(8);
        link.Property(l => l.Entity).HasMaxLength(80);
        link.Property(l => l.Fields).AsJson();
        link.Property(l => l.Origins).AsJson();
        link.Property(l => l.CreatedBy).HasMaxLength(320);
        link.HasOne<Organization>().WithMany().HasForeignKey(l => l.OrganizationId).OnDelete(DeleteBehavior.Cascade);
        link.HasOne<IntegrationInstance>().WithMany().HasForeignKey(l => l.InstanceId).OnDelete(DeleteBehavior.Cascade);
        link.HasIndex(l => l.Hash).IsUnique();
        link.HasIndex(l => new { l.InstanceId, l.CreatedAt });
    }
}
