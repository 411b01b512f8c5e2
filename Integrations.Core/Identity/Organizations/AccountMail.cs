using Integrations.Core.Mail;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using static Integrations.Core.Mail.MailTexts;

namespace Integrations.Core.Identity.Organizations;

/// <summary>Mail to people about their accounts. What it says is written in the transaction of the caller, who saves.</summary>
public sealed class AccountMail(MailOutbox outbox, IOptions<AccessOptions> access, TimeProvider clock)
{
    internal const string Invited = "member.invited";
    internal const string Renewed = "member.link_renewed";
    internal const string Forgotten = "password.forgotten";

    /// <summary>Whether the hub sends mail.</summary>
    public bool IsOn => outbox.IsOn;

    /// <summary>Tells someone that they have an account now.</summary>
    /// <param name="inviter">Whose language is taken while theirs is not known.</param>
    /// <returns>False while mail is off.</returns>
    internal async Task<bool> InviteAsync(IntegrationsDbContext db, User user, string organization, Guid? inviter, Secret path, CancellationToken cancellationToken)
    {
        var language = await db.Users.Where(u => u.Id == inviter).Select(u => u.Language).SingleOrDefaultAsync(cancellationToken);
        return Add(db, user, user.Language ?? language, new Letter(
            Invited, Topic(user), Line("Your account at {0}", organization),
            [
                Line("{0} has an account for you in its integrations hub. Choose a password, and you can sign in with this e-mail address.", organization),
                Line("The link works once, until {0:yyyy-MM-dd HH:mm} UTC.", Until(access.Value.InvitationLifetime).UtcDateTime),
            ])
        {
            Button = Line("Choose a password"),
            Path = path,
            Reason = Line("An administrator of {0} entered your address. If you did not expect this, do nothing: the account stays closed.", organization),
            UsefulUntil = Until(access.Value.InvitationLifetime),
        }) is not null;
    }

    /// <summary>A new link, by an administrator: what let the person in before has ended.</summary>
    internal bool Renew(IntegrationsDbContext db, User user, Secret path) => Add(db, user, user.Language, new Letter(
        Renewed, Topic(user), Line("Choose a new password"),
        [
            Line("An administrator of your organization made a new link for you. Your former password, sessions, tokens, passkeys and linked accounts have ended."),
            Line("The link works once, until {0:yyyy-MM-dd HH:mm} UTC.", Until(access.Value.InvitationLifetime).UtcDateTime),
        ])
    {
        Button = Line("Choose a password"),
        Path = path,
        Reason = Line("If you did not ask for this, speak to an administrator of your organization."),
        UsefulUntil = Until(access.Value.InvitationLifetime),
    }) is not null;

    /// <summary>What the person asked for on the sign-in page.</summary>
    internal OutgoingMail? Forget(IntegrationsDbContext db, User user, string topic, Secret path) => Add(db, user, user.Language, new Letter(
        Forgotten, topic, Line("Choose a new password"),
        [
            Line("A new password was asked for, most likely by you, for this address on the sign-in page of the integrations hub."),
            Line("The link works once, until {0:yyyy-MM-dd HH:mm} UTC. Choosing a password ends whatever else opens your account: sessions, tokens, passkeys and linked accounts. A second factor stays.", Until(access.Value.ForgottenLifetime).UtcDateTime),
        ])
    {
        Button = Line("Choose a password"),
        Path = path,
        Reason = Line("If it was not you, do nothing: without this link nothing changes."),
        UsefulUntil = Until(access.Value.ForgottenLifetime),
    });

    private static string Topic(User user) => $"user:{user.Id:N}";

    private DateTimeOffset Until(TimeSpan lifetime) => clock.GetUtcNow() + lifetime;

    private OutgoingMail? Add(IntegrationsDbContext db, User user, string? language, Letter letter) =>
        outbox.Add(db, new MailRecipient(user.OrganizationId ?? Guid.Empty, user.Id, user.Email ?? "", user.DisplayName, language), letter);
}
