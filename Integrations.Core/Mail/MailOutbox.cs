using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;
using Microsoft.Extensions.Options;

namespace Integrations.Core.Mail;

/// <summary>Writes mail as rows, in the transaction of what causes it: what is rolled back sends nothing, and what is committed is sent.</summary>
public sealed class MailOutbox(CredentialVault vault, IOptions<MailOptions> options, PublicOrigin origin, TimeProvider clock)
{
    private const string Kind = "mail";
    private const string Field = "body";
    private const int NameMaxLength = 120;

    /// <summary>A server is set, and the hub knows the address that links in mail begin with.</summary>
    public bool IsOn => options.Value.IsOn && origin.IsKnown;

    /// <summary>Adds a message; the caller saves.</summary>
    /// <returns>Null when mail is off, or the address is none.</returns>
    public OutgoingMail? Add(IntegrationsDbContext db, MailRecipient to, Letter letter)
    {
        if (!IsOn || !MailAddresses.IsOne(to.Address))
        {
            return null;
        }

        var (mail, body) = Compose(to, letter);
        mail.Ciphertext = vault.Protect(Kind, to.OrganizationId, mail.Id, Field, body.ToJson());
        db.OutgoingMails.Add(mail);
        return mail;
    }

    /// <summary>The message, not kept.</summary>
    internal (OutgoingMail Mail, MailBody Body) Compose(MailRecipient to, Letter letter)
    {
        var (now, language) = (clock.GetUtcNow(), Known(to.Language) ?? options.Value.Language);
        var (id, name) = (Guid.CreateVersion7(now), MailAddresses.Line(to.Name, NameMaxLength));
        var body = MailBody.Write(letter, name, language, letter.Path is { } path ? origin.Url(path.Reveal()) : null);
        var mail = new OutgoingMail
        {
            Id = id,
            OrganizationId = to.OrganizationId,
            UserId = to.UserId,
            Kind = letter.Kind,
            Topic = letter.Topic,
            Address = to.Address,
            Name = name,
            Language = language,
            Subject = MailAddresses.Line(MailTexts.In(language, letter.Subject), OutgoingMail.SubjectMaxLength),
            CreatedAt = now,
            DueAt = now,
            UsefulUntil = letter.UsefulUntil,
        };
        return (mail, body);
    }

    /// <summary>Null when it has ended, or the key ring cannot open it any more.</summary>
    internal MailBody? Open(OutgoingMail mail) =>
        mail.Ciphertext is { } ciphertext && vault.Open(Kind, mail.OrganizationId, mail.Id, Field, ciphertext) is { } json ? MailBody.FromJson(json) : null;

    private static string? Known(string? language) => language is not null && MailTexts.Languages.Contains(language, StringComparer.Ordinal) ? language : null;
}
