using MimeKit;
using MimeKit.Text;

namespace Integrations.Core.Mail;

/// <summary>A row as the message that is sent.</summary>
internal static class MailMessages
{
    /// <summary>The same row makes the same message, its id and date included.</summary>
    public static MimeMessage Make(OutgoingMail mail, MailBody body, MailOptions settings)
    {
        var from = settings.From!;
        var message = new MimeMessage
        {
            MessageId = $"{mail.Id:N}@{from[(from.LastIndexOf('@') + 1)..]}",
            Date = mail.CreatedAt,
            Subject = mail.Subject,
            Body = new MultipartAlternative(
                new TextPart(TextFormat.Plain) { Text = body.Text },
                new TextPart(TextFormat.Html) { Text = body.Html }),
        };
        message.From.Add(new MailboxAddress(MailAddresses.Line(settings.FromName, 120), from));
        message.To.Add(new MailboxAddress(mail.Name, mail.Address));
        message.Body.Headers.Add("Content-Language", mail.Language);
        // Nobody's absence notice is wanted (RFC 3834).
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "All");
        return message;
    }
}
