using Integrations.Core.Catalog;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Mail;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using static Integrations.Core.Mail.MailTexts;

namespace Integrations.Core.Connections.Links;

/// <summary>Sends a link to connect. The message is written in the transaction of the caller, who saves.</summary>
public sealed class ConnectLinkMail(MailOutbox outbox, CatalogService catalog)
{
    internal const string Kind = "connect_link.sent";

    /// <summary>Whether the hub sends mail.</summary>
    public bool IsOn => outbox.IsOn;

    /// <param name="member">Whom it is for; null for a person outside.</param>
    /// <param name="path">The link's, with its secret.</param>
    /// <returns>False while mail is off, and where there is no address.</returns>
    internal async Task<bool> SendAsync(IntegrationsDbContext db, ConnectLink link, User? member, Secret path, CancellationToken cancellationToken)
    {
        if ((member?.Email ?? link.Email) is not { } address)
        {
            return false;
        }

        var maker = await db.Users.Where(u => u.Id == link.CreatedByUserId).Select(u => u.Language).SingleOrDefaultAsync(cancellationToken);
        var organization = await db.Organizations.Where(o => o.Id == link.OrganizationId).Select(o => o.Name).SingleAsync(cancellationToken);
        var vendors = string.Join(", ", await NamesAsync(link, cancellationToken));
        return outbox.Add(
            db, new MailRecipient(link.OrganizationId, member?.Id, address, member?.DisplayName ?? link.Label ?? address, member?.Language ?? maker),
            new Letter(Kind, $"connect_link:{link.Id:N}", Line("{0} asks you to connect an account", organization),
            [
                Line("{0} of {1} asks you to connect your account at {2}.", link.CreatedBy, organization, vendors),
                Line("The link works once, until {0:yyyy-MM-dd HH:mm} UTC.", link.ExpiresAt.UtcDateTime),
            ])
            {
                Button = Line("Connect an account"),
                Path = path,
                Reason = Line("If you do not know who asks, or did not expect this, do nothing: without this link nothing is connected."),
                UsefulUntil = link.ExpiresAt,
            }) is not null;
    }

    private async Task<List<string>> NamesAsync(ConnectLink link, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        foreach (var key in link.Providers)
        {
            names.Add((await catalog.FindAsync(key, cancellationToken))?.DisplayName ?? key);
        }

        return names;
    }
}
