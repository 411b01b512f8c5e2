using System.Diagnostics.Metrics;
using Integrations.Core.Events;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Webhooks;

/// <summary>A delivery that this process may make until its lease ends.</summary>
/// <param name="DueAt">When it was to be tried, before the claim moved that to the lease's end.</param>
public sealed record ClaimedDelivery(WebhookDelivery Delivery, WebhookEndpoint Endpoint, OutboxEvent Event, Guid ClaimId, DateTimeOffset DueAt);

/// <summary>Takes due deliveries, fairly, and writes how they ended; every write is fenced by the claim (RELIABILITY L1, L2, L4).</summary>
public sealed class DeliveryClaims(IDbContextFactory<IntegrationsDbContext> contexts, IMeterFactory meters, TimeProvider clock)
{
    public const int BatchSize = 64;
    public const int PerEndpoint = 10;
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);
    private const int MaxLeaseLosses = 3;
    private const int MostAttempts = 20;

    private readonly Counter<long> _lost = meters.Create(Telemetry.Name).CreateCounter<long>("integrations.job.lease.lost");
    private readonly Counter<long> _dead = meters.Create(Telemetry.Name).CreateCounter<long>("integrations.webhook.dead_lettered", "{delivery}");
    private readonly Counter<long> _disabled = meters.Create(Telemetry.Name).CreateCounter<long>("integrations.webhook.endpoint.disabled", "{endpoint}");

    /// <summary>Claims up to <paramref name="limit"/> due deliveries, of the endpoints that waited longest first.</summary>
    public async Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(int limit, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        // Asked without a transaction first: an idle dispatcher takes no turn to write.
        var ready = await ReadyEndpoints(db, now).Take(BatchSize).ToListAsync(cancellationToken);
        if (ready.Count == 0)
        {
            return [];
        }

        var claimed = await db.WriteAsync(ct => ClaimAsync(db, ready, limit, now, ct), cancellationToken);
        CountDead(db.ChangeTracker.Entries<WebhookDelivery>().Count(d => d.Entity.Status == DeliveryStatus.Dead), "lease_lost");
        return claimed;
    }

    /// <summary>Writes outcomes in one transaction; those whose lease was lost are dropped and counted.</summary>
    public async Task CompleteAsync(IReadOnlyList<DeliveryResult> results, CancellationToken cancellationToken)
    {
        // Somebody may edit an endpoint meanwhile.
        var ended = await contexts.WriteAgainAsync(MostAttempts, LostRaces.IsStale, db => db.WriteAsync(ct => CompleteAsync(db, results, ct), cancellationToken), cancellationToken);
        ended.Dead.ForEach(error => CountDead(1, error));
        if (ended.Disabled > 0)
        {
            _disabled.Add(ended.Disabled);
        }
    }

    /// <summary>Gives claims back at stop, so that the next process need not wait for the lease (RELIABILITY X1).</summary>
    public async Task ReleaseAsync(IReadOnlyCollection<Guid> claims, CancellationToken cancellationToken)
    {
        if (claims.Count == 0)
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        await db.WriteAsync(
            ct => db.WebhookDeliveries.Where(d => d.ClaimId != null && claims.Contains(d.ClaimId.Value) && d.Status == DeliveryStatus.Pending)
                .ExecuteUpdateAsync(d => d.SetProperty(x => x.ClaimId, (Guid?)null).SetProperty(x => x.DueAt, now), ct),
            cancellationToken);
    }

    private static IQueryable<WebhookEndpoint> ReadyEndpoints(IntegrationsDbContext db, DateTimeOffset now) => db.WebhookEndpoints.AsNoTracking()
        .Where(e => e.IsActive && (e.BreakerOpenUntil == null || e.BreakerOpenUntil <= now) && db.Set<WebhookDelivery>().Any(d => d.EndpointId == e.Id && d.DueAt <= now))
        .Where(e => db.WorkingOrganizations().Any(o => o.Id == e.OrganizationId))
        // Never served comes first; left to itself, PostgreSQL sorts nulls last.
        .OrderBy(e => e.LastClaimedAt != null).ThenBy(e => e.LastClaimedAt).ThenBy(e => e.Id);

    private async Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(IntegrationsDbContext db, List<WebhookEndpoint> ready, int limit, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var endpoints = await HoldAsync(db, ready, now, cancellationToken);
        var inFlight = await InFlightAsync(db, endpoints, now, cancellationToken);
        var taken = new List<(WebhookDelivery Delivery, WebhookEndpoint Endpoint, DateTimeOffset DueAt)>();
        foreach (var endpoint in endpoints)
        {
            // A half-open breaker lets one probe through.
            var most = endpoint.BreakerOpenings > 0 ? 1 : PerEndpoint;
            var take = Math.Min(limit - taken.Count, most - inFlight.GetValueOrDefault(endpoint.Id));
            if (take > 0)
            {
                var due = await DueAsync(db, endpoint.Id, now, take, cancellationToken);
                foreach (var delivery in due)
                {
                    var dueAt = delivery.DueAt ?? now;
                    if (Take(delivery, now))
                    {
                        taken.Add((delivery, endpoint, dueAt));
                    }
                }
            }
        }

        var served = taken.Select(t => t.Endpoint.Id).Distinct().ToList();
        await db.WebhookEndpoints.Where(e => served.Contains(e.Id)).ExecuteUpdateAsync(e => e.SetProperty(x => x.LastClaimedAt, now), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);

        var ids = taken.Select(t => t.Delivery.EventId).Distinct().ToList();
        var events = await db.OutboxEvents.AsNoTracking().Where(e => ids.Contains(e.Id)).ToDictionaryAsync(e => e.Id, cancellationToken);
        return [.. taken.Where(t => events.ContainsKey(t.Delivery.EventId)).Select(t => new ClaimedDelivery(t.Delivery, t.Endpoint, events[t.Delivery.EventId], t.Delivery.ClaimId!.Value, t.DueAt))];
    }

    private static async Task<Dictionary<Guid, int>> InFlightAsync(IntegrationsDbContext db, List<WebhookEndpoint> endpoints, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ids = endpoints.ConvertAll(endpoint => endpoint.Id);
        return await db.WebhookDeliveries.Where(d => ids.Contains(d.EndpointId) && d.ClaimId != null && d.DueAt > now)
            .GroupBy(d => d.EndpointId).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
    }

    /// <summary>Claims a due delivery; one that is still claimed was not finished in time by whoever had it, and not for ever.</summary>
    private static bool Take(WebhookDelivery delivery, DateTimeOffset now)
    {
        delivery.LeaseLosses = delivery.ClaimId is null ? delivery.LeaseLosses : delivery.LeaseLosses + 1;
        if (delivery.LeaseLosses >= MaxLeaseLosses)
        {
            Finish(delivery, DeliveryStatus.Dead, $"Given up after its lease was lost {MaxLeaseLosses} times.", now);
            return false;
        }

        delivery.ClaimId = Guid.NewGuid();
        delivery.DueAt = now + Lease;
        return true;
    }

    /// <summary>
    /// Where several may write at once, the endpoints are locked, so that two nodes do not both count what is in flight and exceed it
    /// together, and looked at again, because a breaker may have opened meanwhile. Endpoints are locked before deliveries and both by
    /// id, so that no two transactions wait for each other.
    /// </summary>
    private static async Task<List<WebhookEndpoint>> HoldAsync(IntegrationsDbContext db, List<WebhookEndpoint> ready, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (db.Dialect.HasOneWriter)
        {
            return ready;
        }

        var ids = ready.Select(e => e.Id).ToList();
        var held = await EndpointsToChange(db, ids).AsNoTracking().ToListAsync(cancellationToken);
        return [.. held.Where(e => e.IsActive && !(e.BreakerOpenUntil > now)).OrderBy(e => e.LastClaimedAt).ThenBy(e => e.Id)];
    }

    /// <summary>Rows that another node is claiming are skipped.</summary>
    private static Task<List<WebhookDelivery>> DueAsync(IntegrationsDbContext db, Guid endpointId, DateTimeOffset now, int take, CancellationToken cancellationToken) =>
        db.Dialect.Statements.ForUpdateSkipLocked(
            db.WebhookDeliveries.Where(d => d.EndpointId == endpointId && d.DueAt <= now).OrderBy(d => d.DueAt).ThenBy(d => d.Id).Take(take))
            .ToListAsync(cancellationToken);

    private async Task<Ended> CompleteAsync(IntegrationsDbContext db, IReadOnlyList<DeliveryResult> results, CancellationToken cancellationToken)
    {
        // Locked before the claims are compared: a node whose lease ended must not write over the one that has the delivery now.
        var endpoints = await EndpointsToChange(db, [.. results.Select(r => r.Claim.Endpoint.Id).Distinct()]).ToDictionaryAsync(e => e.Id, cancellationToken);
        var rows = await DeliveriesToChange(db, [.. results.Select(r => r.Claim.Delivery.Id)]).ToDictionaryAsync(d => d.Id, cancellationToken);
        var now = clock.GetUtcNow();
        var ended = new Ended();
        foreach (var result in results)
        {
            if (!rows.TryGetValue(result.Claim.Delivery.Id, out var row) || row.ClaimId != result.Claim.ClaimId || !endpoints.TryGetValue(row.EndpointId, out var endpoint))
            {
                _lost.Add(1);
                continue;
            }

            var wasActive = endpoint.IsActive;
            Apply(db, row, endpoint, result, now);
            ended.Disabled += wasActive && !endpoint.IsActive ? 1 : 0;
            if (row.Status == DeliveryStatus.Dead)
            {
                ended.Dead.Add(result.Outcome.ErrorType);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        return ended;
    }

    private void CountDead(int count, string? error)
    {
        if (count > 0)
        {
            _dead.Add(count, new KeyValuePair<string, object?>("error.type", error));
        }
    }

    private static IQueryable<WebhookEndpoint> EndpointsToChange(IntegrationsDbContext db, List<Guid> ids) =>
        db.Dialect.Statements.ForUpdate(db.WebhookEndpoints.Where(e => ids.Contains(e.Id)).OrderBy(e => e.Id));

    private static IQueryable<WebhookDelivery> DeliveriesToChange(IntegrationsDbContext db, List<Guid> ids) =>
        db.Dialect.Statements.ForUpdate(db.WebhookDeliveries.Where(d => ids.Contains(d.Id)).OrderBy(d => d.Id));

    private static void Apply(IntegrationsDbContext db, WebhookDelivery row, WebhookEndpoint endpoint, DeliveryResult result, DateTimeOffset now)
    {
        row.Attempts++;
        row.LeaseLosses = 0;
        row.ClaimId = null;
        (row.LastStatusCode, row.LastError, row.LastDurationMs) = (result.Outcome.StatusCode, result.Error, (int)result.Took.TotalMilliseconds);
        row.SentBody ??= result.Sent?.Body;
        db.WebhookAttempts.Add(new WebhookAttempt
        {
            Id = Guid.CreateVersion7(now),
            DeliveryId = row.Id,
            Number = row.Attempts,
            At = result.StartedAt,
            DurationMs = (int)result.Took.TotalMilliseconds,
            StatusCode = result.Outcome.StatusCode,
            Error = result.Error,
            RequestHeaders = result.Sent?.Headers,
            // The same bytes again are kept once.
            RequestBody = result.Sent?.Body == row.SentBody ? null : result.Sent?.Body,
            ResponseBody = result.ResponseBody,
        });

        switch (DeliveryPolicy.Decide(result.Outcome, row.Attempts, result.Jitter))
        {
            case DeliveryDecision.Succeed:
                Finish(row, DeliveryStatus.Succeeded, null, now);
                break;
            case DeliveryDecision.Retry retry:
                row.DueAt = now + retry.After;
                break;
            case DeliveryDecision.GiveUp giveUp:
                Finish(row, DeliveryStatus.Dead, result.Error is null ? giveUp.Reason : $"{giveUp.Reason} {result.Error}", now);
                if (giveUp.DisableEndpoint)
                {
                    (endpoint.IsActive, endpoint.DisabledReason) = (false, giveUp.Reason);
                }

                break;
        }

        var notice = EndpointHealth.Record(endpoint, result.Outcome.IsSuccess, now);
        if (notice != EndpointHealth.Notice.None || (!endpoint.IsActive && result.Outcome.StatusCode == 410))
        {
            db.OutboxEvents.Add(new OutboxEvent
            {
                Id = Guid.CreateVersion7(now),
                OrganizationId = endpoint.OrganizationId,
                Type = endpoint.IsActive ? EventTypes.WebhookFailing : EventTypes.WebhookDisabled,
                Data = Primitives.Text.Json(new { webhookId = endpoint.Id, name = endpoint.Name, failingSince = endpoint.FailingSince, reason = endpoint.DisabledReason })!,
                OccurredAt = now,
                TraceParent = result.Claim.Event.TraceParent,
            });
        }
    }

    private static void Finish(WebhookDelivery row, DeliveryStatus status, string? error, DateTimeOffset now)
    {
        row.Status = status;
        row.DueAt = null;
        row.ClaimId = null;
        row.CompletedAt = now;
        row.LastError = Primitives.Text.Cut(error, 500) ?? (status == DeliveryStatus.Succeeded ? null : row.LastError);
    }

    /// <summary>What a group of outcomes ended, told to telemetry once it is committed.</summary>
    private sealed class Ended
    {
        public List<string?> Dead { get; } = [];

        public int Disabled { get; set; }
    }
}

/// <summary>How one attempt at a claimed delivery went.</summary>
/// <param name="Jitter">0 to 1; decides this attempt's share of the spread.</param>
public sealed record DeliveryResult(ClaimedDelivery Claim, AttemptOutcome Outcome, string? Error, string? ResponseBody, DateTimeOffset StartedAt, TimeSpan Took, double Jitter)
{
    /// <summary>Null when nothing was sent.</summary>
    public SentRequest? Sent { get; init; }
}
