using Integrations.Core.Activity;
using Integrations.Core.Events;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;

namespace Integrations.Core.Linking;

/// <summary>Adds links to a context and takes them out, each with its audit entry and its event; the caller saves.</summary>
public sealed class LinkWriter(AuditLog audit, Outbox outbox)
{
    internal void Add(IntegrationsDbContext db, Caller caller, EntityLink link)
    {
        db.Links.Add(link);
        audit.Add(db, caller, "link.created", Target(link), after: LinkEvent.Of(link));
        outbox.Add(db, link.OrganizationId, EventTypes.LinkCreated, LinkEvent.Of(link));
    }

    internal void Remove(IntegrationsDbContext db, Caller caller, EntityLink link)
    {
        db.Links.Remove(link);
        audit.Add(db, caller, "link.deleted", Target(link), before: LinkEvent.Of(link));
        outbox.Add(db, link.OrganizationId, EventTypes.LinkDeleted, LinkEvent.Of(link));
    }

    private static AuditTarget Target(EntityLink link) =>
        new("link", link.Id.ToString(), link.OwnerUserId is null ? link.Title : $"A private link of a {link.EntityType}", link.OrganizationId);
}
