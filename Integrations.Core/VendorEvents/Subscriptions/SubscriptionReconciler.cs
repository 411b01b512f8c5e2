using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.VendorEvents.Subscriptions;

/// <summary>Compares what is linked with the subscriptions there are: makes rows for new ones, and marks those that nothing needs any more.</summary>
public sealed class SubscriptionReconciler(IDbContextFactory<IntegrationsDbContext> contexts, ConnectorCatalog connectors, SubscriptionSecrets secrets, TimeProvider clock)
{
    /// <summary>Of one connection: a person rarely links things of more calendars, and vendors count subscriptions.</summary>
    public const int MostPerConnection = 20;

    private readonly LinkedConnections _connections = new(contexts, LinkChange.Subscriptions);

    /// <summary>Looks at what changed since the last time, and at a part of all else.</summary>
    internal Task UpdateAsync(CancellationToken cancellationToken)
    {
        var providers = connectors.All.Where(e => e.As<ISubscribeToEvents>() is not null).Select(e => e.Manifest.Key).ToList();
        return _connections.RunAsync((connections, ct) => LookAsync(connections, providers, ct), cancellationToken);
    }

    /// <summary>While no vendor is asked to tell anything.</summary>
    internal Task SkipAsync(CancellationToken cancellationToken) => _connections.ForgetAsync(cancellationToken);

    private async Task LookAsync(IReadOnlyList<Guid> connections, List<string> providers, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // Before what is wanted is read: what another node opens in between is not taken for unwanted.
        var present = await db.EventSubscriptions.AsNoTracking().Where(c => connections.Contains(c.ConnectionId)).Select(c => new { c.Id, c.ConnectionId, c.Resource, c.Status }).ToListAsync(cancellationToken);
        var wanted = await WantedAsync(db, connections, providers, cancellationToken);
        var known = present.ToDictionary(c => (c.ConnectionId, c.Resource));
        foreach (var ((connectionId, resource), connection) in wanted)
        {
            if (!known.TryGetValue((connectionId, resource), out var there))
            {
                await AddAsync(connection, resource, cancellationToken);
            }
            else if (there.Status == SubscriptionStatus.Closing)
            {
                // Wanted again before it was stopped: what the vendor has goes on, and is renewed at once.
                await MarkAsync(there.Id, SubscriptionStatus.Closing, SubscriptionStatus.Opening, cancellationToken);
            }
        }

        var unwanted = present.Where(c => c.Status != SubscriptionStatus.Closing && !wanted.ContainsKey((c.ConnectionId, c.Resource))).ToList();
        foreach (var one in unwanted)
        {
            await MarkAsync(one.Id, one.Status, SubscriptionStatus.Closing, cancellationToken);
        }

        // Linked again meanwhile, and another node took the note of it while this one was not closed yet.
        var again = unwanted.Count == 0 ? [] : await WantedAsync(db, [.. unwanted.Select(c => c.ConnectionId).Distinct()], providers, cancellationToken);
        foreach (var one in unwanted.Where(c => again.ContainsKey((c.ConnectionId, c.Resource))))
        {
            await MarkAsync(one.Id, SubscriptionStatus.Closing, SubscriptionStatus.Opening, cancellationToken);
        }
    }

    /// <summary>One question for all of a page.</summary>
    private async Task<Dictionary<(Guid ConnectionId, string Resource), Linked>> WantedAsync(
        IntegrationsDbContext db, IReadOnlyList<Guid> connections, List<string> providers, CancellationToken cancellationToken)
    {
        // A living connection's owner key is its links' (Connection.OwnerKey, EntityLink.OwnerKey), and both have an index.
        var linked = await (
            from connection in db.WorkingConnections()
            where connections.Contains(connection.Id) && providers.Contains(connection.ProviderKey)
                && db.WorkingInstances().Any(i => i.Id == connection.InstanceId)
            from link in db.Set<EntityLink>()
            where link.InstanceId == connection.InstanceId && link.OwnerKey == connection.OwnerKey && !link.IsGone
            // Not asked by state: SQLite would rather read all of that state than these few.
            select new Linked(connection.Status, connection.Id, connection.OrganizationId, connection.InstanceId, connection.ProviderKey, link.ExternalType, link.ExternalEntityId)).Distinct().ToListAsync(cancellationToken);
        var wanted = new Dictionary<(Guid, string), Linked>();
        foreach (var mine in linked.Where(l => l.Status == ConnectionStatus.Active).GroupBy(l => l.ConnectionId))
        {
            if (connectors.Find(mine.First().ProviderKey)?.As<ISubscribeToEvents>() is not { } opening)
            {
                continue;
            }

            foreach (var resource in mine.Select(l => opening.SubscribedResource(l.ExternalType, l.ExternalEntityId))
                .OfType<string>().Where(r => r.Length <= EventSubscription.ResourceMaxLength).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(MostPerConnection))
            {
                wanted[(mine.Key, resource)] = mine.First();
            }
        }

        return wanted;
    }

    private async Task AddAsync(Linked connection, string resource, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.EventSubscriptions.Add(new EventSubscription
        {
            Id = id,
            OrganizationId = connection.OrganizationId,
            InstanceId = connection.InstanceId,
            ConnectionId = connection.ConnectionId,
            ProviderKey = connection.ProviderKey,
            Resource = resource,
            Ciphertext = secrets.Protect(connection.OrganizationId, id),
            DueAt = now,
            CreatedAt = now,
        });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException other) when (other.IsUniqueViolation())
        {
            // Another node wanted it at the same moment.
        }
    }

    private async Task MarkAsync(Guid id, SubscriptionStatus from, SubscriptionStatus to, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.WriteAsync(
            // Also ends a claim: what is being done for the former state must not be written over the new one.
            ct => db.EventSubscriptions.Where(c => c.Id == id && c.Status == from)
                .ExecuteUpdateAsync(c => c.SetProperty(x => x.Status, to).SetProperty(x => x.DueAt, now).SetProperty(x => x.ClaimId, (Guid?)null), ct),
            cancellationToken);
    }

    /// <summary>A thing that is linked through a connection that works.</summary>
    private sealed record Linked(ConnectionStatus Status, Guid ConnectionId, Guid OrganizationId, Guid InstanceId, string ProviderKey, string ExternalType, string ExternalEntityId);
}
