using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Bulk;

/// <summary>Starts, shows and cancels acts on many integrations; <see cref="BatchLoop"/> does them.</summary>
public sealed class BatchService(IDbContextFactory<IntegrationsDbContext> contexts, BatchLoop loop, TimeProvider clock)
{
    private const int Recent = 50;

    /// <summary>Stores the batch and starts it. What the caller may not see is in it as not found.</summary>
    /// <param name="caller">An administrator; deleting wants a sign-in of the last ten minutes (SECURITY S5).</param>
    /// <param name="action">What to do to each.</param>
    /// <param name="ids">1 to 1,000; one given twice is done once.</param>
    /// <param name="cancellationToken">Ends the work of starting only.</param>
    public async Task<Result<BatchView>> StartAsync(Caller caller, BatchAction action, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        if (Refuse(caller, action) is { } refused)
        {
            return refused;
        }

        var wanted = ids.Distinct().ToList();
        if (wanted.Count is 0 or > IntegrationBatch.MaxItems)
        {
            return wanted.Count == 0 ? BatchFailures.Empty : BatchFailures.TooMany(wanted.Count);
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var names = await db.Instances.AsNoTracking().VisibleTo(caller).Where(i => wanted.Contains(i.Id)).ToDictionaryAsync(i => i.Id, i => i.Name, cancellationToken);
        return await AddAsync(db, caller, action, [.. wanted.Select(id => (id, names.GetValueOrDefault(id)))], cancellationToken);
    }

    /// <summary>The same for everything that matches: all connections of a provider, or of the organization (SECURITY O13).</summary>
    public async Task<Result<BatchView>> StartMatchingAsync(Caller caller, BatchAction action, InstanceFilter filter, CancellationToken cancellationToken)
    {
        if (Refuse(caller, action) is { } refused)
        {
            return refused;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var matching = db.Instances.AsNoTracking().VisibleTo(caller).Matching(filter);
        var found = await matching.OrderBy(i => i.Name).ThenBy(i => i.Id).Take(IntegrationBatch.MaxItems + 1).Select(i => new { i.Id, i.Name }).ToListAsync(cancellationToken);
        return found.Count == 0 ? BatchFailures.Empty
            : found.Count > IntegrationBatch.MaxItems ? BatchFailures.TooMany(await matching.CountAsync(cancellationToken))
            : await AddAsync(db, caller, action, [.. found.Select(i => (i.Id, (string?)i.Name))], cancellationToken);
    }

    /// <param name="caller">An administrator of the organization whose batch it is.</param>
    /// <param name="id">The batch.</param>
    /// <param name="only">Only items of this state; null for all.</param>
    /// <param name="page">Which items; in the order that was asked for.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<Result<BatchDetails>> GetAsync(Caller caller, Guid id, BatchItemStatus? only, PageRequest page, CancellationToken cancellationToken)
    {
        if ((caller.Must(KnownPermissions.ReadBatches) ?? page.Validate()) is { } refused)
        {
            return refused;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Batches.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(b => b.Id == id, cancellationToken) is not { } batch)
        {
            return BatchFailures.NotFound;
        }

        // Counted before the items are read: who sees that nothing is left then sees how each one ended, and no item that still runs.
        var view = (await ViewsAsync(db, [batch], cancellationToken))[0];
        var items = db.BatchItems.AsNoTracking().Where(i => i.BatchId == id && (only == null || i.Status == only));
        var rows = await items.OrderBy(i => i.Position).Skip(page.Offset).Take(page.Limit)
            .Select(i => new BatchItemView(i.InstanceId, i.InstanceName, i.Status, i.Code, i.Message, i.FinishedAt)).ToListAsync(cancellationToken);
        return new BatchDetails(view, new Page<BatchItemView>(rows, await items.CountAsync(cancellationToken)));
    }

    /// <summary>The organization's latest, the newest first.</summary>
    public async Task<Result<IReadOnlyList<BatchView>>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ReadBatches) is { } refused)
        {
            return refused;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var batches = await db.Batches.AsNoTracking().VisibleTo(caller).OrderByDescending(b => b.CreatedAt).ThenBy(b => b.Id).Take(Recent).ToListAsync(cancellationToken);
        return Result<IReadOnlyList<BatchView>>.Success(await ViewsAsync(db, batches, cancellationToken));
    }

    /// <summary>Stops what has not begun; what is running ends as it would. Doing it again changes nothing.</summary>
    public async Task<Result<BatchView>> CancelAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.RunBatches) is { } refused)
        {
            return refused;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await db.Batches.VisibleTo(caller).AnyAsync(b => b.Id == id, cancellationToken))
        {
            return BatchFailures.NotFound;
        }

        var now = clock.GetUtcNow();
        await db.WriteAsync(
            async ct =>
            {
                await db.Batches.Where(b => b.Id == id && b.FinishedAt == null && b.CancelledAt == null).ExecuteUpdateAsync(b => b.SetProperty(x => x.CancelledAt, now), ct);
                return await db.BatchItems.Where(i => i.BatchId == id && i.Status == BatchItemStatus.Waiting)
                    .ExecuteUpdateAsync(i => i.SetProperty(x => x.Status, BatchItemStatus.Cancelled).SetProperty(x => x.FinishedAt, now), ct);
            },
            cancellationToken);
        await BatchEnd.WriteAsync(db, db.Batches.Where(b => b.Id == id), now, cancellationToken);
        var batch = await db.Batches.AsNoTracking().SingleAsync(b => b.Id == id, cancellationToken);
        return (await ViewsAsync(db, [batch], cancellationToken))[0];
    }

    private Failure? Refuse(Caller caller, BatchAction action) =>
        caller.Must(KnownPermissions.RunBatches) ?? (action == BatchAction.Delete ? caller.MustHaveSignedInLately(clock.GetUtcNow()) : null);

    private async Task<Result<BatchView>> AddAsync(
        IntegrationsDbContext db, Caller caller, BatchAction action, IReadOnlyList<(Guid Id, string? Name)> targets, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var batch = new IntegrationBatch
        {
            Id = Guid.CreateVersion7(now),
            OrganizationId = caller.OrganizationId!.Value,
            Action = action,
            ActorUserId = caller.UserId,
            ActorTokenId = caller.TokenId,
            ActorScopes = caller.Scopes,
            ActorName = Text.Cut(caller.DisplayName, 320),
            RemoteAddress = Text.Cut(caller.RemoteAddress, 64),
            RequestId = Text.Cut(caller.RequestId, 80),
            TraceParent = Telemetry.TraceParent,
            Total = targets.Count,
            CreatedAt = now,
            FinishedAt = targets.All(target => target.Name is null) ? now : null,
        };
        db.Batches.Add(batch);
        db.BatchItems.AddRange(targets.Select((target, position) => new BatchItem
        {
            BatchId = batch.Id,
            Position = position,
            InstanceId = target.Id,
            InstanceName = target.Name,
            // The longest due is done first: in the order that was asked for.
            DueAt = now.AddMicroseconds(position - targets.Count),
            Status = target.Name is null ? BatchItemStatus.Failed : BatchItemStatus.Waiting,
            Code = target.Name is null ? InstanceFailures.NotFound.Code : null,
            Message = target.Name is null ? InstanceFailures.NotFound.Message : null,
            FinishedAt = target.Name is null ? now : null,
        }));
        await db.SaveChangesAsync(cancellationToken);
        loop.Wake();
        return (await ViewsAsync(db, [batch], cancellationToken))[0];
    }

    private static async Task<IReadOnlyList<BatchView>> ViewsAsync(IntegrationsDbContext db, IReadOnlyList<IntegrationBatch> batches, CancellationToken cancellationToken)
    {
        var ids = batches.Select(b => b.Id).ToList();
        var counts = (await db.BatchItems.AsNoTracking().Where(i => ids.Contains(i.BatchId))
            .GroupBy(i => new { i.BatchId, i.Status }).Select(g => new { g.Key.BatchId, g.Key.Status, Count = g.Count() }).ToListAsync(cancellationToken))
            .ToLookup(c => c.BatchId, c => (c.Status, c.Count));
        return [.. batches.Select(b => new BatchView(b.Id, b.Action, b.Total, Progress(counts[b.Id]), b.ActorName, b.CreatedAt, b.CancelledAt, b.FinishedAt))];
    }

    private static BatchProgress Progress(IEnumerable<(BatchItemStatus Status, int Count)> counts)
    {
        var by = counts.ToDictionary(c => c.Status, c => c.Count);
        return new BatchProgress(
            by.GetValueOrDefault(BatchItemStatus.Done),
            by.GetValueOrDefault(BatchItemStatus.Failed),
            by.GetValueOrDefault(BatchItemStatus.Waiting) + by.GetValueOrDefault(BatchItemStatus.Running),
            by.GetValueOrDefault(BatchItemStatus.Cancelled));
    }
}
