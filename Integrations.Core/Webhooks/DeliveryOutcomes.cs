using System.Diagnostics.Metrics;
using Integrations.Core.Events;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Webhooks;

/// <summary>
/// Writes how attempts ended, many in one transaction of a few statements. An outcome counts only if its claim still holds when it is
/// written (RELIABILITY L2); what it means is <see cref="DeliveryPolicy"/>'s and <see cref="EndpointHealth"/>'s to say.
/// </summary>
public sealed partial class DeliveryOutcomes(
    IDbContextFactory<IntegrationsDbContext> contexts, DeliveryClaims claims, IDatabaseDialect dialect, IMeterFactory meters, TimeProvider clock, ILogger<DeliveryOutcomes> logger)
{
    /// <summary>The most outcomes that one transaction writes.</summary>
    public const int GroupSize = 256;
    private static readonly string[] DeliveryColumns =
    [
        nameof(WebhookDelivery.Status), nameof(WebhookDelivery.DueAt), nameof(WebhookDelivery.Attempts), nameof(WebhookDelivery.LeaseLosses), nameof(WebhookDelivery.SentBody),
        nameof(WebhookDelivery.LastStatusCode), nameof(WebhookDelivery.LastError), nameof(WebhookDelivery.LastDurationMs), nameof(WebhookDelivery.CompletedAt),
    ];

    private static readonly string[] HealthColumns =
    [
        nameof(WebhookEndpoint.IsActive), nameof(WebhookEndpoint.DisabledReason), nameof(WebhookEndpoint.FailingSince), nameof(WebhookEndpoint.FailuresSinceSuccess),
        nameof(WebhookEndpoint.WarnedAt), nameof(WebhookEndpoint.LastSuccessAt), nameof(WebhookEndpoint.BreakerOpenUntil), nameof(WebhookEndpoint.BreakerOpenings),
        nameof(WebhookEndpoint.WindowStartedAt), nameof(WebhookEndpoint.WindowAttempts), nameof(WebhookEndpoint.WindowFailures), nameof(WebhookEndpoint.LastClaimedAt), nameof(WebhookEndpoint.Version),
        nameof(WebhookEndpoint.UpdatedAt),
    ];

    private readonly Counter<long> _lost = meters.Create(Telemetry.Name).CreateCounter<long>("integrations.job.lease.lost");
    private readonly Counter<long> _dead = meters.Create(Telemetry.Name).CreateCounter<long>("integrations.webhook.dead_lettered", "{delivery}");
    private readonly Counter<long> _disabled = meters.Create(Telemetry.Name).CreateCounter<long>("integrations.webhook.endpoint.disabled", "{endpoint}");

    /// <summary>Writes outcomes; those whose lease was lost are dropped and counted. One that cannot be stored does not take the others with it.</summary>
    public Task WriteAsync(IReadOnlyList<DeliveryResult> results, CancellationToken cancellationToken) => WriteAsync(results, DeliveryCapacity.None, cancellationToken);

    /// <summary>The same, and claims what waits for the endpoints that have room again, in the same transaction.</summary>
    /// <param name="results">How attempts went.</param>
    /// <param name="capacity">How many the caller sends next.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What the caller is to send.</returns>
    public async Task<IReadOnlyList<ClaimedDelivery>> WriteAsync(IReadOnlyList<DeliveryResult> results, DeliveryCapacity capacity, CancellationToken cancellationToken)
    {
        // The same delivery twice, where this process lost a lease to itself: one of the two still has its claim.
        if (results.GroupBy(r => r.Claim.Delivery.Id).SelectMany(same => same.Skip(1)).ToList() is { Count: > 0 } again)
        {
            await WriteAsync([.. results.Except(again)], DeliveryCapacity.None, cancellationToken);
            return await WriteAsync(again, capacity, cancellationToken);
        }

        try
        {
            return await WriteGroupAsync(results, capacity, cancellationToken);
        }
        catch (Exception exception) when (results.Count > 1 && exception is not OperationCanceledException && !dialect.IsUnavailable(exception))
        {
            foreach (var result in results)
            {
                await WriteAloneAsync(result, cancellationToken);
            }

            return [];
        }
    }

    private async Task WriteAloneAsync(DeliveryResult result, CancellationToken cancellationToken)
    {
        try
        {
            await WriteGroupAsync([result], DeliveryCapacity.None, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogNotStored(logger, exception, result.Claim.Delivery.Id);
        }
    }

    private async Task<IReadOnlyList<ClaimedDelivery>> WriteGroupAsync(IReadOnlyList<DeliveryResult> results, DeliveryCapacity capacity, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (ended, next) = await db.WriteAsync(ct => WriteAsync(db, results, capacity, ct), cancellationToken);
        if (ended.Lost > 0)
        {
            _lost.Add(ended.Lost);
        }

        ended.Dead.ForEach(error => _dead.Add(1, new KeyValuePair<string, object?>("error.type", error)));
        if (ended.Disabled > 0)
        {
            _disabled.Add(ended.Disabled);
        }

        return next;
    }

    private async Task<(Ended Ended, IReadOnlyList<ClaimedDelivery> Next)> WriteAsync(
        IntegrationsDbContext db, IReadOnlyList<DeliveryResult> results, DeliveryCapacity capacity, CancellationToken cancellationToken)
    {
        // Held before the claims are compared: a node whose lease ended must not write over the one that has the delivery now.
        var endpoints = (await db.HoldAsync([.. results.Select(r => r.Claim.Endpoint.Id).Distinct()], cancellationToken)).ToDictionary(e => e.Id);
        var now = clock.GetUtcNow();
        var rows = results.Select(result => Decided(result, now)).ToList();
        var mine = (await db.UpdateRowsAsync([.. rows.Select(r => r.Row)], DeliveryColumns, cancellationToken, fence: nameof(WebhookDelivery.ClaimId))).ToHashSet();
        var counted = rows.Where(r => mine.Contains(r.Row.Id) && endpoints.ContainsKey(r.Row.EndpointId)).ToList();
        await db.InsertRowsAsync([.. counted.Select(r => Attempt(r.Result, r.Row, now))], cancellationToken);

        var ended = new Ended(Lost: results.Count - counted.Count, [.. counted.Where(r => r.Row.Status == DeliveryStatus.Dead).Select(r => r.Result.Outcome.ErrorType)]);
        foreach (var (result, decision, _) in counted)
        {
            var endpoint = endpoints[result.Claim.Endpoint.Id];
            var wasActive = endpoint.IsActive;
            Judge(db, endpoint, result, decision, now);
            if (wasActive && !endpoint.IsActive)
            {
                ended.Disabled++;
                (endpoint.Version, endpoint.UpdatedAt) = (endpoint.Version + 1, now);
            }
        }

        var changed = counted.Select(r => endpoints[r.Row.EndpointId]).Distinct().ToList();
        var next = capacity.Limit > 0 ? await claims.ClaimOfAsync(db, changed, capacity, now, cancellationToken) : [];
        foreach (var claim in next)
        {
            claim.Endpoint.LastClaimedAt = now;
        }

        await db.UpdateRowsAsync(changed, HealthColumns, cancellationToken);
        // What owners are told; most groups have nothing.
        await db.SaveChangesAsync(cancellationToken);
        return (ended, next);
    }

    /// <summary>What the schedule says, and the delivery as it is then; its claim is what it still has to be claimed by.</summary>
    private static (DeliveryResult Result, DeliveryDecision Decision, WebhookDelivery Row) Decided(DeliveryResult result, DateTimeOffset now)
    {
        var decision = DeliveryPolicy.Decide(result.Outcome, result.Claim.Delivery.Attempts + 1, result.Jitter);
        var before = result.Claim.Delivery;
        var row = new WebhookDelivery
        {
            Id = before.Id,
            EndpointId = result.Claim.Endpoint.Id,
            EventType = before.EventType,
            Attempts = before.Attempts + 1,
            SentBody = before.SentBody ?? result.Sent?.Body,
            LastStatusCode = result.Outcome.StatusCode,
            LastError = Primitives.Text.Cut(result.Error, 500),
            LastDurationMs = (int)result.Took.TotalMilliseconds,
        };
        switch (decision)
        {
            case DeliveryDecision.Succeed:
                row.Finish(DeliveryStatus.Succeeded, null, now);
                break;
            case DeliveryDecision.Retry retry:
                row.DueAt = now + retry.After;
                break;
            case DeliveryDecision.GiveUp giveUp:
                row.Finish(DeliveryStatus.Dead, result.Error is null ? giveUp.Reason : $"{giveUp.Reason} {result.Error}", now);
                break;
        }

        row.ClaimId = result.Claim.ClaimId;
        return (result, decision, row);
    }

    private static WebhookAttempt Attempt(DeliveryResult result, WebhookDelivery row, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        DeliveryId = row.Id,
        Number = row.Attempts,
        At = result.StartedAt,
        DurationMs = (int)result.Took.TotalMilliseconds,
        StatusCode = result.Outcome.StatusCode,
        Error = Primitives.Text.Cut(result.Error, 500),
        RequestHeaders = result.Sent?.Headers,
        // The same bytes again are kept once.
        RequestBody = result.Sent?.Body == row.SentBody ? null : result.Sent?.Body,
        ResponseBody = result.ResponseBody,
    };

    /// <summary>What the outcome says of the endpoint, and what its owner is told.</summary>
    private static void Judge(IntegrationsDbContext db, WebhookEndpoint endpoint, DeliveryResult result, DeliveryDecision decision, DateTimeOffset now)
    {
        if (decision is DeliveryDecision.GiveUp { DisableEndpoint: true } giveUp)
        {
            (endpoint.IsActive, endpoint.DisabledReason) = (false, giveUp.Reason);
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

    /// <summary>What a group ended, for telemetry once it is committed.</summary>
    private sealed record Ended(int Lost, List<string?> Dead)
    {
        public int Disabled { get; set; }
    }

    [LoggerMessage(5004, LogLevel.Error, "The outcome of delivery {DeliveryId} could not be stored; its lease brings it back")]
    private static partial void LogNotStored(ILogger logger, Exception exception, Guid deliveryId);
}
