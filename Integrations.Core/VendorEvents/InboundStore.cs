using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.VendorEvents;

/// <summary>
/// Puts accepted deliveries on disk, those of many requests in one transaction, each once: a vendor that sends again, at the
/// same moment too, changes nothing (SECURITY W10).
/// </summary>
public sealed class InboundStore
{
    private const int MostAttempts = 5;

    private readonly IDbContextFactory<IntegrationsDbContext> _contexts;
    private readonly GroupCommit<InboundEvent> _group;

    public InboundStore(IDbContextFactory<IntegrationsDbContext> contexts)
    {
        _contexts = contexts;
        _group = new GroupCommit<InboundEvent>(WriteAsync);
    }

    /// <summary>Returns when the event, or the same one from before, is on disk.</summary>
    public Task AddAsync(InboundEvent received, CancellationToken cancellationToken) => _group.CommitAsync(received, cancellationToken);

    /// <summary>Events that were put on disk, and the transactions that this took.</summary>
    internal (long Events, long Commits) Written => (_group.Items, _group.Groups);

    /// <summary>At the stop: returns when all that was accepted is on disk.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => _group.FlushAsync(cancellationToken);

    /// <summary>Where another node took the same delivery meanwhile, it is seen.</summary>
    private Task<int> WriteAsync(IReadOnlyList<InboundEvent> group)
    {
        var (instances, deliveries) = (group.Select(e => e.InstanceId).Distinct().ToList(), group.Select(e => e.DeliveryId).Distinct().ToList());
        return _contexts.WriteAgainAsync(
            MostAttempts,
            DatabaseErrors.IsUniqueViolation,
            db => db.WriteAsync(
                async cancellationToken =>
                {
                    var known = await db.InboundEvents.Where(e => instances.Contains(e.InstanceId) && deliveries.Contains(e.DeliveryId))
                        .Select(e => new { e.InstanceId, e.DeliveryId }).ToListAsync(cancellationToken);
                    var seen = known.Select(e => (e.InstanceId, e.DeliveryId)).ToHashSet();
                    db.InboundEvents.AddRange(group.Where(e => seen.Add((e.InstanceId, e.DeliveryId))));
                    return await db.SaveChangesAsync(cancellationToken);
                },
                CancellationToken.None),
            CancellationToken.None);
    }
}
