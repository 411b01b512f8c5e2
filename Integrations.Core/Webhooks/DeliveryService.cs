using Integrations.Core.Activity;
using Integrations.Core.Events;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Webhooks;

/// <summary>The delivery log and replay; administrators only.</summary>
public sealed class DeliveryService(IDbContextFactory<IntegrationsDbContext> contexts, AuditLog audit, TimeProvider clock)
{
    private const int MaxIds = 1_000;

    /// <summary>Newest first, by cursor.</summary>
    public async Task<Result<CursorPage<DeliveryView>>> ListAsync(Caller caller, DeliveryFilter filter, string? cursor, int limit, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ReadWebhooks) is { } forbidden)
        {
            return forbidden;
        }

        if (limit is < 1 or > PageRequest.MaxLimit)
        {
            return Failure.InvalidField("limit", $"limit must be between 1 and {PageRequest.MaxLimit}.");
        }

        if (!TimeCursor.TryRead(cursor, out var after))
        {
            return TimeCursor.Invalid;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var query = db.WebhookDeliveries.AsNoTracking().VisibleTo(caller);
        query = filter.EndpointId is { } endpointId ? query.Where(d => d.EndpointId == endpointId) : query;
        query = filter.Status is { } status ? query.Where(d => d.Status == status) : query;
        query = filter.EventType is { } type ? query.Where(d => d.EventType == type) : query;
        query = filter.From is { } from ? query.Where(d => d.CreatedAt >= from) : query;
        query = filter.To is { } to ? query.Where(d => d.CreatedAt < to) : query;
        query = after is { } a ? query.Where(d => d.CreatedAt < a.Time || (d.CreatedAt == a.Time && d.Id.CompareTo(a.Id) < 0)) : query;
        var rows = await query.OrderByDescending(d => d.CreatedAt).ThenByDescending(d => d.Id).Take(limit + 1)
            .Join(db.WebhookEndpoints, d => d.EndpointId, e => e.Id, (d, e) => new { Delivery = d, e.Name })
            .OrderByDescending(r => r.Delivery.CreatedAt).ThenByDescending(r => r.Delivery.Id)
            .ToListAsync(cancellationToken);
        var page = rows.Take(limit).Select(r => View(r.Delivery, r.Name)).ToList();
        return new CursorPage<DeliveryView>(page, rows.Count > limit ? TimeCursor.Write(page[^1].CreatedAt, page[^1].Id) : null);
    }

    /// <summary>One delivery with its attempts and what was sent and answered.</summary>
    /// <returns>The detail, or <c>permission_denied</c>, or not found where it is no delivery of the caller's organization.</returns>
    public async Task<Result<DeliveryDetail>> GetAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ReadWebhooks) is { } forbidden)
        {
            return forbidden;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.WebhookDeliveries.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(d => d.Id == id, cancellationToken) is not { } delivery)
        {
            return WebhookFailures.DeliveryNotFound;
        }

        var name = await db.WebhookEndpoints.Where(e => e.Id == delivery.EndpointId).Select(e => e.Name).SingleAsync(cancellationToken);
        var data = await db.OutboxEvents.Where(e => e.Id == delivery.EventId).Select(e => e.Data).SingleOrDefaultAsync(cancellationToken);
        var attempts = await db.WebhookAttempts.AsNoTracking().Where(a => a.DeliveryId == id).OrderBy(a => a.At).ThenBy(a => a.Id).Take(200).ToListAsync(cancellationToken);
        return new DeliveryDetail(View(delivery, name), data ?? "{}", delivery.SentBody, attempts);
    }

    /// <summary>How an endpoint's deliveries ended, of those that are still kept.</summary>
    /// <returns>The totals, or <c>permission_denied</c>; zeros for an endpoint that does not exist.</returns>
    public async Task<Result<DeliveryTotals>> TotalsAsync(Caller caller, Guid endpointId, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ReadWebhooks) is { } forbidden)
        {
            return forbidden;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var counts = await db.WebhookDeliveries.VisibleTo(caller).Where(d => d.EndpointId == endpointId)
            .GroupBy(d => d.Status).Select(g => new { g.Key, Count = g.LongCount() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return new DeliveryTotals(counts.Values.Sum(), counts.GetValueOrDefault(DeliveryStatus.Succeeded), counts.GetValueOrDefault(DeliveryStatus.Dead));
    }

    /// <summary>Sends again: the same id, a fresh timestamp, a fresh schedule (RELIABILITY R7). Deliveries under way are left alone.</summary>
    /// <returns>How many were queued.</returns>
    public async Task<Result<int>> ReplayAsync(Caller caller, ReplayRequest request, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ChangeWebhooks) is { } forbidden)
        {
            return forbidden;
        }

        if (request.DeliveryIds.Count > MaxIds)
        {
            return Failure.InvalidField("deliveryIds", $"At most {MaxIds} deliveries can be named at once. Use a time range for more.");
        }

        if (request.DeliveryIds.Count == 0 && request.EndpointId is null && request.From is null)
        {
            return Failure.InvalidField("deliveryIds", "Name deliveries, an endpoint, or the beginning of a time range.");
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.WriteAsync(
            async ct =>
            {
                var query = db.WebhookDeliveries.VisibleTo(caller).Where(d => d.Status == DeliveryStatus.Dead || (request.IncludeSucceeded && d.Status == DeliveryStatus.Succeeded));
                query = request.DeliveryIds.Count > 0 ? query.Where(d => request.DeliveryIds.Contains(d.Id)) : query;
                query = request.EndpointId is { } endpointId ? query.Where(d => d.EndpointId == endpointId) : query;
                query = request.From is { } from ? query.Where(d => d.CreatedAt >= from) : query;
                query = request.To is { } to ? query.Where(d => d.CreatedAt < to) : query;
                var (now, asked) = (clock.GetUtcNow(), Telemetry.TraceParent);
                var queued = await query.ExecuteUpdateAsync(
                    d => d.SetProperty(x => x.Status, DeliveryStatus.Pending)
                        .SetProperty(x => x.DueAt, now)
                        .SetProperty(x => x.ClaimId, (Guid?)null)
                        .SetProperty(x => x.Attempts, 0)
                        .SetProperty(x => x.LeaseLosses, 0)
                        .SetProperty(x => x.ReplayTraceParent, asked)
                        .SetProperty(x => x.CompletedAt, (DateTimeOffset?)null),
                    ct);
                audit.Add(db, caller, "webhook.replayed", new AuditTarget("webhook", request.EndpointId?.ToString(), null), after: new { queued, request.From, request.To });
                await db.SaveChangesAsync(ct);
                db.WakeDispatcherAtCommit();
                return queued;
            },
            cancellationToken);
    }

    /// <summary>A delivery that waits for its next try is tried at once. One that is being sent, or has ended, is left alone; a paused endpoint stays paused.</summary>
    /// <returns>How many were brought forward: one or none.</returns>
    public async Task<Result<int>> TryNowAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        if (caller.Must(KnownPermissions.ChangeWebhooks) is { } forbidden)
        {
            return forbidden;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.WriteAsync(
            async ct =>
            {
                var now = clock.GetUtcNow();
                var brought = await db.WebhookDeliveries.VisibleTo(caller)
                    .Where(d => d.Id == id && d.Status == DeliveryStatus.Pending && d.ClaimId == null && d.DueAt > now)
                    .ExecuteUpdateAsync(d => d.SetProperty(x => x.DueAt, now), ct);
                if (brought > 0)
                {
                    audit.Add(db, caller, "webhook.tried_now", new AuditTarget("delivery", id.ToString(), null));
                    await db.SaveChangesAsync(ct);
                    db.WakeDispatcherAtCommit();
                }

                return brought;
            },
            cancellationToken);
    }

    private static DeliveryView View(WebhookDelivery d, string endpointName) => new(
        d.Id, d.EventId, d.EndpointId, endpointName, d.EventType, d.Status, d.Attempts, d.LastStatusCode, d.LastError, d.LastDurationMs, d.CreatedAt, d.DueAt, d.CompletedAt);
}
