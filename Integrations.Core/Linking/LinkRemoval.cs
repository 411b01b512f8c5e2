using Integrations.Core.Activity;
using Integrations.Core.Events;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Linking;

/// <summary>Takes links away together with the entity they hung on, with the audit entry and the events that belong to it.</summary>
public sealed class LinkRemoval(AuditLog audit, Outbox outbox)
{
    /// <summary>Saves the removal of an entity that was already marked in <paramref name="db"/>, and of all its links, at once.</summary>
    /// <returns>False when someone changed the entity meanwhile: nothing was saved.</returns>
    internal async Task<bool> WithEntityAsync(
        IntegrationsDbContext db, Caller caller, string entityType, Guid entityId, string entityName, CancellationToken cancellationToken)
    {
        // All of them, other people's private ones too: a link to nothing helps no one.
        var links = await db.Links
            .Where(link => link.OrganizationId == caller.OrganizationId && link.EntityType == entityType && link.EntityId == entityId)
            .ToListAsync(cancellationToken);
        db.Links.RemoveRange(links);
        foreach (var link in links)
        {
            outbox.Add(db, link.OrganizationId, EventTypes.LinkDeleted, LinkEvent.Of(link));
        }

        audit.Add(db, caller, $"{entityType.ToLowerInvariant()}.deleted", new AuditTarget(entityType, entityId.ToString(), entityName), before: new { entityName, links = links.Count });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
    }
}
