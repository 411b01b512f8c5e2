using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Bulk;

/// <summary>When a batch is over.</summary>
internal static class BatchEnd
{
    /// <summary>Writes the end of those among some batches of which nothing is left to do.</summary>
    public static Task<int> WriteAsync(IntegrationsDbContext db, IQueryable<IntegrationBatch> batches, DateTimeOffset now, CancellationToken cancellationToken) => db.WriteAsync(
        async ct =>
        {
            var open = batches.Where(b => b.FinishedAt == null);
            // What went back to waiting after someone had cancelled, and what a node that died was working on: no one takes it again. The claim
            // goes too, so that a node that only hung writes nothing over the end.
            await db.BatchItems
                .Where(i => (i.Status == BatchItemStatus.Waiting || (i.Status == BatchItemStatus.Running && i.DueAt < now && (i.LeaseUntil == null || i.LeaseUntil < now)))
                    && open.Any(b => b.Id == i.BatchId && b.CancelledAt != null))
                .ExecuteUpdateAsync(
                    i => i.SetProperty(x => x.Status, BatchItemStatus.Cancelled).SetProperty(x => x.FinishedAt, now).SetProperty(x => x.ClaimId, (Guid?)null)
                        .SetProperty(x => x.LeaseUntil, (DateTimeOffset?)null),
                    ct);
            return await open.Where(b => !db.Set<BatchItem>().Any(i => i.BatchId == b.Id && (i.Status == BatchItemStatus.Waiting || i.Status == BatchItemStatus.Running)))
                .ExecuteUpdateAsync(b => b.SetProperty(x => x.FinishedAt, now), ct);
        },
        cancellationToken);
}
