using Integrations.Connectors.Entities;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Linking;

/// <summary>The other way round: what is linked to the things of one integration.</summary>
public sealed class IntegrationLinks(IDbContextFactory<IntegrationsDbContext> contexts)
{
    /// <summary>What the caller may see of it, the newest first.</summary>
    /// <param name="caller">Sees the integration; other people's private links stay theirs.</param>
    /// <param name="instanceId">The integration.</param>
    /// <param name="entityType">Only links of meetings, or of people; null for all.</param>
    /// <param name="page">1 to 100 rows; the total counts all.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns><c>integration.not_found</c>, or the rows.</returns>
    public async Task<Result<Page<IntegrationLinkRow>>> ListAsync(Caller caller, Guid instanceId, string? entityType, PageRequest page, CancellationToken cancellationToken)
    {
        if (page.Validate() is { } invalid)
        {
            return invalid;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await db.Instances.VisibleTo(caller).AnyAsync(i => i.Id == instanceId, cancellationToken))
        {
            return InstanceFailures.NotFound;
        }

        var links = db.Links.AsNoTracking().VisibleTo(caller).Where(l => l.InstanceId == instanceId && (entityType == null || l.EntityType == entityType));
        var rows = await links.OrderByDescending(l => l.CreatedAt).ThenBy(l => l.Id).Skip(page.Offset).Take(page.Limit).ToListAsync(cancellationToken);
        var ids = rows.Select(l => l.EntityId).ToList();
        var names = await db.Meetings.AsNoTracking().VisibleTo(caller).Where(m => ids.Contains(m.Id)).ToDictionaryAsync(m => m.Id, m => m.Title, cancellationToken);
        foreach (var (id, name) in await db.People.AsNoTracking().VisibleTo(caller).Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, cancellationToken))
        {
            names[id] = name;
        }

        return new Page<IntegrationLinkRow>([.. rows.Select(l => Row(l, names.GetValueOrDefault(l.EntityId)))], await links.CountAsync(cancellationToken));
    }

    private static IntegrationLinkRow Row(EntityLink link, string? name) => new(
        link.Id,
        link.EntityType,
        link.EntityId,
        name,
        new ExternalEntity(link.ExternalEntityId, link.ExternalType, link.Title, link.Description, WebAddress.Of(link.Url)) { Metadata = Text.CloneObject(link.Metadata) },
        link.OwnerUserId is not null,
        link.IsGone,
        link.CreatedAt,
        link.RefreshedAt);
}
