using Integrations.Connectors.Entities;
using Integrations.Core.Catalog;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Search;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Linking;

/// <summary>Ties our entities to vendors' things (000's entity linking actions).</summary>
public sealed class LinkService(
    IDbContextFactory<IntegrationsDbContext> contexts,
    CatalogService catalog,
    EntityService entities,
    LinkWriter links,
    TimeProvider clock)
{
    /// <summary>Links; doing it again gives the same link.</summary>
    /// <returns>
    /// The link, or <c>validation</c>, <c>meeting.not_found</c>, <c>person.not_found</c>, <c>integration.not_found</c>,
    /// <c>integration.disabled</c>, <c>link.entity_type_not_allowed</c>, or why the vendor did not show the thing.
    /// </returns>
    public async Task<Result<EntityLinkView>> LinkEntityToIntegrationAsync(Caller caller, LinkRequest request, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ChangeLinks) is { } readOnly)
        {
            return readOnly;
        }

        if (request.Validate() is { } invalid)
        {
            return invalid;
        }

        var allowed = await CheckAsync(caller, request, cancellationToken);
        if (!allowed.TryGet(out var instance, out var refused))
        {
            return refused;
        }

        var copied = await CopyAsync(caller, request, cancellationToken);
        if (!copied.TryGet(out var copy, out refused))
        {
            return refused;
        }

        var saved = await SaveAsync(caller, LinkRows.New(caller, request, instance, copy, clock.GetUtcNow()), cancellationToken);
        return saved.TryGet(out var link, out refused) ? await ViewAsync(link, instance, cancellationToken) : refused;
    }

    /// <summary>Removes a link; the vendor's thing stays as it is.</summary>
    /// <returns><c>link.not_found</c> when it is not there, or is someone else's private one.</returns>
    public async Task<Result<Done>> UnlinkEntityFromIntegrationAsync(Caller caller, Guid linkId, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ChangeLinks) is { } readOnly)
        {
            return readOnly;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Links.VisibleTo(caller).SingleOrDefaultAsync(l => l.Id == linkId, cancellationToken) is not { } link)
        {
            return LinkingFailures.LinkNotFound;
        }

        links.Remove(db, caller, link);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Someone else unlinked it at the same moment; that one was audited.
            return LinkingFailures.LinkNotFound;
        }

        return Done.Value;
    }

    /// <summary>All links of an entity that the caller may see, the oldest first.</summary>
    /// <returns><c>validation</c>, <c>meeting.not_found</c> or <c>person.not_found</c>.</returns>
    public async Task<Result<IReadOnlyList<EntityLinkView>>> GetEntityIntegrationLinksAsync(
        Caller caller, string entityType, Guid entityId, CancellationToken cancellationToken)
    {
        if (EntityTypes.Parse(entityType) is not { } type)
        {
            return LinkingFailures.EntityTypeUnknown(entityType);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await MissingAsync(db, caller, type, entityId, cancellationToken) is { } missing)
        {
            return missing;
        }

        var found = await db.Links.AsNoTracking().VisibleTo(caller)
            .Where(link => link.EntityType == type && link.EntityId == entityId)
            .OrderBy(link => link.CreatedAt).ThenBy(link => link.Id)
            .ToListAsync(cancellationToken);
        // Deleted integrations too: their links stay readable until they are swept away.
        var ids = found.Select(link => link.InstanceId).ToHashSet();
        var instances = await db.Instances.AsNoTracking()
            .Where(instance => instance.OrganizationId == caller.OrganizationId && ids.Contains(instance.Id))
            .ToDictionaryAsync(instance => instance.Id, cancellationToken);

        var views = new List<EntityLinkView>(found.Count);
        foreach (var link in found)
        {
            views.Add(await ViewAsync(link, instances.GetValueOrDefault(link.InstanceId), cancellationToken));
        }

        return views;
    }

    /// <summary>Asks the vendor again and renews the copy; a thing that is no longer there is marked so.</summary>
    /// <returns>The renewed link, <c>link.not_found</c>, or why the vendor could not be asked.</returns>
    public async Task<Result<EntityLinkView>> RefreshAsync(Caller caller, Guid linkId, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ChangeLinks) is { } readOnly)
        {
            return readOnly;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Links.VisibleTo(caller).SingleOrDefaultAsync(l => l.Id == linkId, cancellationToken) is not { } link)
        {
            return LinkingFailures.LinkNotFound;
        }

        var read = await entities.GetAsync(caller, link.InstanceId, link.ExternalEntityId, cancellationToken);
        link.IsGone = LinkRows.IsGone(read.Failure);
        if (read.Failure is { } failure && !link.IsGone)
        {
            return failure;
        }

        if (read.IsSuccess)
        {
            LinkRows.Copy(read.Value, link);
            await LinkCopies.MoveAsync(db, link, read.Value.Id, cancellationToken);
        }

        link.RefreshedAt = clock.GetUtcNow();
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return LinkingFailures.LinkNotFound;
        }

        var instance = await db.Instances.AsNoTracking().SingleOrDefaultAsync(i => i.Id == link.InstanceId && i.OrganizationId == caller.OrganizationId, cancellationToken);
        return await ViewAsync(link, instance, cancellationToken);
    }

    /// <summary>Whether the entity is the caller's organization's, the integration visible, switched on, and meant for such entities.</summary>
    private async Task<Result<IntegrationInstance>> CheckAsync(Caller caller, LinkRequest request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var type = EntityTypes.Parse(request.EntityType)!;
        if (await MissingAsync(db, caller, type, request.EntityId, cancellationToken) is { } missing)
        {
            return missing;
        }

        if (await db.Instances.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(i => i.Id == request.IntegrationId, cancellationToken) is not { } instance)
        {
            return InstanceFailures.NotFound;
        }

        return instance.Status == InstanceStatus.Disabled ? InstanceFailures.Disabled
            : instance.AllowedShardTypes.Count > 0 && !instance.AllowedShardTypes.Contains(type) ? LinkingFailures.EntityTypeNotAllowed(instance.Name, type)
            : instance;
    }

    private async Task<Result<ExternalEntity>> CopyAsync(Caller caller, LinkRequest request, CancellationToken cancellationToken)
    {
        if (request.Copy is { } given)
        {
            return given;
        }

        var read = await entities.GetAsync(caller, request.IntegrationId, request.ExternalEntityId, cancellationToken);
        // Some systems show no single things; a person who knows the id may still link it.
        return read.Failure?.Code == EntityService.NotSupported
            ? new ExternalEntity(request.ExternalEntityId, "entity", request.ExternalEntityId, null, null)
            : read;
    }

    private async Task<Result<EntityLink>> SaveAsync(Caller caller, EntityLink link, CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            return await db.WriteAsync<Result<EntityLink>>(
                async token =>
                {
                    // Looked at once more inside: the entity may be gone since, or someone else may have linked it.
                    if (await MissingAsync(db, caller, link.EntityType, link.EntityId, token) is { } missing)
                    {
                        return missing;
                    }

                    if (await SameAsync(db, link, token) is { } same)
                    {
                        return same;
                    }

                    links.Add(db, caller, link);
                    await db.SaveChangesAsync(token);
                    return link;
                },
                cancellationToken);
        }
        catch (DbUpdateException refused) when (refused.IsUniqueViolation())
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            return await SameAsync(db, link, cancellationToken) is { } same ? same : LinkingFailures.LinkNotFound;
        }
    }

    private static Task<EntityLink?> SameAsync(IntegrationsDbContext db, EntityLink link, CancellationToken cancellationToken) =>
        db.Links.AsNoTracking().SingleOrDefaultAsync(
            other => other.OrganizationId == link.OrganizationId && other.EntityType == link.EntityType && other.EntityId == link.EntityId
                && other.InstanceId == link.InstanceId && other.ExternalEntityId == link.ExternalEntityId && other.OwnerKey == link.OwnerKey,
            cancellationToken);

    private static async Task<Failure?> MissingAsync(IntegrationsDbContext db, Caller caller, string entityType, Guid id, CancellationToken cancellationToken) => entityType switch
    {
        EntityTypes.Meeting => await db.Meetings.VisibleTo(caller).AnyAsync(m => m.Id == id, cancellationToken) ? null : LinkingFailures.MeetingNotFound,
        EntityTypes.Person => await db.People.VisibleTo(caller).AnyAsync(p => p.Id == id, cancellationToken) ? null : LinkingFailures.PersonNotFound,
        _ => LinkingFailures.EntityTypeUnknown(entityType),
    };

    private async Task<EntityLinkView> ViewAsync(EntityLink link, IntegrationInstance? instance, CancellationToken cancellationToken)
    {
        var look = ProviderAppearances.Of(await catalog.FindAsync(link.ProviderKey, cancellationToken), link.ProviderKey);
        return new EntityLinkView(
            link.Id,
            link.EntityType,
            link.EntityId,
            link.InstanceId,
            instance?.Name ?? look.Name,
            instance is null or { DeletedAt: not null } or { Status: InstanceStatus.Disabled },
            look,
            new ExternalEntity(link.ExternalEntityId, link.ExternalType, link.Title, link.Description, WebAddress.Of(link.Url)) { Metadata = Text.CloneObject(link.Metadata) },
            link.OwnerUserId is not null,
            link.IsGone,
            link.CreatedAt,
            link.RefreshedAt);
    }
}
