using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Linking;

/// <summary>Keeps links' copies of vendors' things true when the hub itself hears of a change.</summary>
public sealed class LinkCopies(IDbContextFactory<IntegrationsDbContext> contexts, VendorSessions sessions, ConnectionHealth health, TimeProvider clock)
{
    private const int ChunkSize = 200;
    private const int MaxAttempts = 5;

    /// <summary>What is linked through an integration, by the connection it came through.</summary>
    /// <param name="instanceId">The integration.</param>
    /// <param name="wanted">Null for everything.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    internal async Task<IReadOnlyList<LinkedThing>> FindAsync(Guid instanceId, Func<LinkedThing, bool>? wanted, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var things = await db.Links.AsNoTracking().Where(l => l.InstanceId == instanceId)
            .Select(l => new LinkedThing(l.OwnerUserId, l.ExternalType, l.ExternalEntityId))
            .Distinct().ToListAsync(cancellationToken);
        return wanted is null ? things : [.. things.Where(wanted)];
    }

    /// <summary>Asks the vendor for each thing and renews the copies.</summary>
    /// <returns>How many links look different now, or the first failure that may pass (those read before it are kept).</returns>
    internal async Task<Result<int>> ReadAgainAsync(IntegrationInstance instance, Guid? owner, IReadOnlyCollection<string> externalIds, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var connection = await db.WorkingConnections().AsNoTracking().SingleOrDefaultAsync(c => c.InstanceId == instance.Id && c.UserId == owner, cancellationToken);
        if (connection is null)
        {
            return 0;
        }

        var opened = await sessions.OpenAsync(instance, connection, background: true, cancellationToken);
        if (!opened.TryGet(out var open, out var failure))
        {
            return failure;
        }

        using (open)
        {
            if (open.Entry.As<IGetEntity>() is not { } reading)
            {
                return 0;
            }

            var changes = new List<EntityChange>(externalIds.Count);
            Failure? missed = null;
            try
            {
                foreach (var id in externalIds)
                {
                    var read = await open.Session.CallAsync(() => reading.GetAsync(open.Session, id, cancellationToken), cancellationToken);
                    if (read.IsSuccess || LinkRows.IsGone(read.Failure))
                    {
                        changes.Add(new EntityChange(id, read.IsSuccess ? read.Value : null));
                    }
                    else if (read.Failure.Kind is not FailureKind.VendorRefused)
                    {
                        missed = read.Failure;
                        break;
                    }
                }
            }
            catch (OperationCanceledException) when (changes.Count > 0)
            {
                // Cut off at the work's deadline: what was read is kept, hence no token.
                await ApplyAsync(instance.Id, owner, changes, CancellationToken.None);
                throw;
            }

            await health.ReportAsync(open.Connection, missed, validated: false, cancellationToken);
            var changed = await ApplyAsync(instance.Id, owner, changes, cancellationToken);
            return missed is null ? changed : missed;
        }
    }

    /// <summary>Gives links the ids that their things have now. What is linked under both, by two links of one entity, stays as it is.</summary>
    /// <param name="instanceId">The integration.</param>
    /// <param name="from">An id, or with a colon at its end the beginning of ids.</param>
    /// <param name="to">What stands there now.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>How many links have another id now.</returns>
    internal async Task<int> RenameAsync(Guid instanceId, string from, string to, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.WriteAsync(
            async ct =>
            {
                var isBeginning = from.EndsWith(':');
                var links = await db.Links.Where(l => l.InstanceId == instanceId && (isBeginning ? l.ExternalEntityId.StartsWith(from) : l.ExternalEntityId == from)).ToListAsync(ct);
                foreach (var link in links)
                {
                    await MoveAsync(db, link, to + link.ExternalEntityId[from.Length..], ct);
                }

                return await db.SaveChangesAsync(ct);
            },
            cancellationToken);
    }

    /// <summary>Gives a link the id that its thing has now, unless the same entity is linked under that one too.</summary>
    internal static async Task MoveAsync(IntegrationsDbContext db, EntityLink link, string id, CancellationToken cancellationToken)
    {
        if (id != link.ExternalEntityId && id.Length <= EntityLink.ExternalIdMaxLength && !await db.Links.AnyAsync(
            l => l.OrganizationId == link.OrganizationId && l.EntityType == link.EntityType && l.EntityId == link.EntityId && l.InstanceId == link.InstanceId
                && l.ExternalEntityId == id && l.OwnerKey == link.OwnerKey,
            cancellationToken))
        {
            link.ExternalEntityId = id;
        }
    }

    /// <summary>Renews the copies of what is linked; changes of other things are passed over.</summary>
    /// <returns>How many links look different now.</returns>
    internal async Task<int> ApplyAsync(Guid instanceId, Guid? owner, IReadOnlyList<EntityChange> changes, CancellationToken cancellationToken)
    {
        // The last word on a thing counts.
        var latest = changes.GroupBy(c => c.ExternalId, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().Entity, StringComparer.Ordinal);
        var changed = 0;
        foreach (var ids in latest.Keys.Chunk(ChunkSize))
        {
            changed += await ApplyAsync(instanceId, owner, ids, latest, cancellationToken);
        }

        return changed;
    }

    /// <summary>One may be unlinked meanwhile, or what one leads to now be linked.</summary>
    private Task<int> ApplyAsync(Guid instanceId, Guid? owner, string[] ids, Dictionary<string, ExternalEntity?> latest, CancellationToken cancellationToken) => contexts.WriteAgainAsync(
        MaxAttempts,
        failed => LostRaces.IsStale(failed) || failed.IsUniqueViolation(),
        async db =>
        {
            var links = await db.Links.Where(l => l.InstanceId == instanceId && l.OwnerUserId == owner && ids.Contains(l.ExternalEntityId)).ToListAsync(cancellationToken);
            var changed = 0;
            foreach (var link in links)
            {
                var entity = latest[link.ExternalEntityId];
                var before = (link.ExternalEntityId, link.Title, link.Description, link.Url, Metadata: link.Metadata.ToJsonString(), link.IsGone);
                link.IsGone = entity is null;
                link.RefreshedAt = clock.GetUtcNow();
                if (entity is not null)
                {
                    LinkRows.Copy(entity, link);
                    await MoveAsync(db, link, entity.Id, cancellationToken);
                }

                changed += before == (link.ExternalEntityId, link.Title, link.Description, link.Url, link.Metadata.ToJsonString(), link.IsGone) ? 0 : 1;
            }

            await db.SaveChangesAsync(cancellationToken);
            return changed;
        },
        cancellationToken);
}
