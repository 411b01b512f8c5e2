using Integrations.Core.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Mail;

/// <summary>A message on its way: written in the transaction of what causes it, and sent by the work engine.</summary>
public sealed class OutgoingMail : ILeased
{
    public const int AddressMaxLength = 256;
    public const int SubjectMaxLength = 200;

    /// <summary>Also the message's own id: one that is sent a second time after a crash can be told by it.</summary>
    public Guid Id { get; init; }

    /// <summary>Empty for the hub's own.</summary>
    public Guid OrganizationId { get; init; }

    public Guid? UserId { get; init; }

    /// <summary>Such as <c>member.invited</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What it is about, to find earlier ones by.</summary>
    public required string Topic { get; init; }

    public required string Address { get; set; }

    public required string Name { get; init; }

    public required string Language { get; init; }

    public required string Subject { get; init; }

    /// <summary>Both parts, protected: they may hold a link that lets a person in. Null once it has ended.</summary>
    public string? Ciphertext { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Given up after this: its link would not work any more.</summary>
    public DateTimeOffset? UsefulUntil { get; init; }

    public int Attempts { get; set; }

    public DateTimeOffset DueAt { get; set; }

    /// <summary>When the server took it; null while it has not, and for one that was given up.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>Sent, or given up.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Why the last attempt failed, with the server's own words.</summary>
    public string? LastError { get; set; }

    /// <inheritdoc/>
    public Guid? ClaimId { get; set; }

    /// <inheritdoc/>
    public int LeaseLosses { get; set; }
}

internal sealed class OutgoingMailMapping : IEntityTypeConfiguration<OutgoingMail>
{
    public const int ErrorMaxLength = 1_000;

    public void Configure(EntityTypeBuilder<OutgoingMail> mail)
    {
        mail.ToTable("OutgoingMails");
        mail.Property(m => m.Id).ValueGeneratedNever();
        mail.Property(m => m.Kind).HasMaxLength(40);
        mail.Property(m => m.Topic).HasMaxLength(80);
        mail.Property(m => m.Address).HasMaxLength(OutgoingMail.AddressMaxLength);
        mail.Property(m => m.Name).HasMaxLength(120);
        mail.Property(m => m.Language).HasMaxLength(8);
        mail.Property(m => m.Subject).HasMaxLength(OutgoingMail.SubjectMaxLength);
        mail.Property(m => m.LastError).HasMaxLength(ErrorMaxLength);
        mail.HasIndex(m => new { m.FinishedAt, m.DueAt });
        mail.HasIndex(m => new { m.Topic, m.CreatedAt });
        mail.HasIndex(m => m.CreatedAt);
    }
}
