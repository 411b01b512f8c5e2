using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Mail;

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
