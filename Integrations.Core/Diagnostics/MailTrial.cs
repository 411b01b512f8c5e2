using Integrations.Core.Activity;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Mail;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using static Integrations.Core.Mail.MailTexts;

namespace Integrations.Core.Diagnostics;

/// <summary>Sends a super administrator a message at once, and gives the mail server's own words when it refuses.</summary>
public sealed class MailTrial(IDbContextFactory<IntegrationsDbContext> contexts, MailOutbox outbox, SmtpSender smtp, AuditLog audit)
{
    private const string Kind = "mail.tested";

    /// <summary>Whether there is a server to try.</summary>
    public bool IsOn => outbox.IsOn;

    /// <summary>To the caller's own address and no other. It waits for the server, at most <c>Mail:Timeout</c>.</summary>
    /// <returns>The address, or <c>permission_denied</c>, <c>mail.off</c>, or what the server said (<c>mail.refused</c> and its like).</returns>
    public async Task<Result<string>> SendAsync(Caller caller, string language, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.KeepChecklist) is { } forbidden)
        {
            return forbidden;
        }

        if (!outbox.IsOn)
        {
            return MailFailures.Off;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var person = await db.Users.AsNoTracking().Where(u => u.Id == caller.UserId).Select(u => new { u.Email, u.DisplayName }).SingleOrDefaultAsync(cancellationToken);
        if (person?.Email is not { } address)
        {
            return Failure.Forbidden("A test mail goes to the person who asks for it.");
        }

        var (mail, body) = outbox.Compose(
            new MailRecipient(Guid.Empty, caller.UserId, address, person.DisplayName, language),
            new Letter(Kind, Kind, Line("A test mail of the integrations hub"), [Line("This hub can send mail: you are reading it.")]) { Reason = Line("You asked for it on the doctor's page.") });
        using var message = MailMessages.Make(mail, body, smtp.Settings);
        var failure = await smtp.SendAsync(message, cancellationToken);
        audit.Add(db, caller, Kind, new AuditTarget("mail", null, smtp.Settings.Host), after: new { sent = failure is null, code = failure?.Code });
        await db.SaveChangesAsync(cancellationToken);
        return failure is null ? address : failure;
    }
}
