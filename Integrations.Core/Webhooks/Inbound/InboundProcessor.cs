using System.Diagnostics;
using Integrations.Core.Activity;
using Integrations.Core.Common;
using Integrations.Core.Connectors;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Webhooks.Inbound;

/// <summary>
/// Gives stored deliveries their effect: what is linked is read again, so that it looks as it does at the vendor. Doing it
/// twice changes nothing (RELIABILITY I3); a delivery whose vendor is down is tried again.
/// </summary>
public sealed partial class InboundProcessor(
    IDbContextFactory<IntegrationsDbContext> contexts, LinkCopies copies, ActivityLog activity, Outbox outbox, TimeProvider clock, ILogger<InboundProcessor> logger)
    : BackgroundLoop(clock, logger)
{
    private const int BatchSize = 64;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);
    private static readonly TimeSpan[] Schedule = [TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6)];

    private DateTimeOffset _nextSweep;

    protected override TimeSpan Period => TimeSpan.FromSeconds(5);

    public override async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        await ForgetOldAsync(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = Clock.GetUtcNow();
        var due = await db.InboundEvents.AsNoTracking().Where(e => e.ProcessedAt == null && e.DueAt <= now)
            .OrderBy(e => e.DueAt).ThenBy(e => e.Id).Take(BatchSize).ToListAsync(cancellationToken);
        foreach (var inbound in due)
        {
            if (await ClaimAsync(db, inbound, cancellationToken) is { } claim)
            {
                await HandleOrReleaseAsync(inbound, claim, cancellationToken);
            }
        }

        return due.Count;
    }

    /// <summary>Moves the due time to the lease's end, if nobody else did (RELIABILITY L1).</summary>
    private async Task<Guid?> ClaimAsync(IntegrationsDbContext db, InboundEvent inbound, CancellationToken cancellationToken)
    {
        var claim = Guid.NewGuid();
        var until = Clock.GetUtcNow() + Lease;
        var taken = await db.WriteAsync(
            ct => db.InboundEvents.Where(e => e.Id == inbound.Id && e.ProcessedAt == null && e.ClaimId == inbound.ClaimId && e.DueAt == inbound.DueAt)
                .ExecuteUpdateAsync(e => e.SetProperty(x => x.ClaimId, claim).SetProperty(x => x.DueAt, until), ct),
            cancellationToken);
        return taken == 1 ? claim : null;
    }

    /// <summary>A process that stops gives its claim back: the next one need not wait for the lease (RELIABILITY X1).</summary>
    private async Task HandleOrReleaseAsync(InboundEvent inbound, Guid claim, CancellationToken cancellationToken)
    {
        try
        {
            await HandleAsync(inbound, claim, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            var now = Clock.GetUtcNow();
            await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
            await db.WriteAsync(
                ct => db.InboundEvents.Where(e => e.Id == inbound.Id && e.ClaimId == claim && e.ProcessedAt == null)
                    .ExecuteUpdateAsync(e => e.SetProperty(x => x.ClaimId, (Guid?)null).SetProperty(x => x.DueAt, now), ct),
                CancellationToken.None);
            throw;
        }
    }

    private async Task HandleAsync(InboundEvent inbound, Guid claim, CancellationToken cancellationToken)
    {
        using var trace = Telemetry.Continue("inbound.process", ActivityKind.Consumer, inbound.TraceParent);
        var started = Clock.GetTimestamp();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var instance = await db.Instances.AsNoTracking()
            .SingleOrDefaultAsync(i => i.Id == inbound.InstanceId && i.DeletedAt == null && i.Status != InstanceStatus.Disabled, cancellationToken);
        if (instance is null)
        {
            await FinishAsync(inbound, claim, instance: null, changed: 0, cancellationToken);
            return;
        }

        var applied = await ApplyAsync(instance, inbound, cancellationToken);
        if (applied.Failure is { } failure && failure.Kind != FailureKind.CredentialRefused && inbound.Attempts < Schedule.Length)
        {
            await RetryAsync(inbound, claim, failure, cancellationToken);
            return;
        }

        if (await FinishAsync(inbound, claim, instance, applied.Match(count => count, _ => 0), cancellationToken, applied.Failure))
        {
            await RecordAsync(instance, inbound, applied, Clock.GetElapsedTime(started), cancellationToken);
        }
    }

    private async Task<Result<int>> ApplyAsync(IntegrationInstance instance, InboundEvent inbound, CancellationToken cancellationToken)
    {
        var deleted = inbound.Touched.Where(t => t is { Deleted: true, ExternalId: not null }).Select(t => t.ExternalId!).ToHashSet(StringComparer.Ordinal);
        var changed = 0;
        Failure? missed = null;
        var owner = await OwnerAsync(inbound, cancellationToken);
        foreach (var mine in (await copies.FindAsync(instance.Id, thing => IsMeant(inbound, thing) && (inbound.ConnectionId is null || thing.Owner == owner), cancellationToken)).GroupBy(thing => thing.Owner))
        {
            var gone = mine.Where(thing => deleted.Contains(thing.ExternalId)).Select(thing => new EntityChange(thing.ExternalId, null)).ToList();
            changed += await copies.ApplyAsync(instance.Id, mine.Key, gone, cancellationToken);
            var again = mine.Select(thing => thing.ExternalId).Where(id => !deleted.Contains(id)).ToList();
            if (again.Count > 0)
            {
                var read = await copies.ReadAgainAsync(instance, mine.Key, again, cancellationToken);
                changed += read.Match(count => count, _ => 0);
                missed ??= read.Failure;
            }
        }

        return missed is null ? changed : missed;
    }

    /// <summary>Whose connection's channel told it; null for the organization's.</summary>
    private async Task<Guid?> OwnerAsync(InboundEvent inbound, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Connections.Where(c => c.Id == inbound.ConnectionId).Select(c => c.UserId).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>An event without things means "ask to find out"; a thing without an id means all of its type.</summary>
    private static bool IsMeant(InboundEvent inbound, LinkedThing thing) => inbound.Touched.Count == 0
        || inbound.Touched.Any(t => t.ExternalId is null ? t.EntityType.Equals(thing.Type, StringComparison.OrdinalIgnoreCase) : t.ExternalId == thing.ExternalId);

    private async Task<bool> FinishAsync(InboundEvent inbound, Guid claim, IntegrationInstance? instance, int changed, CancellationToken cancellationToken, Failure? failure = null)
    {
        var now = Clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.WriteAsync(
            async ct =>
            {
                var finished = await db.InboundEvents.Where(e => e.Id == inbound.Id && e.ClaimId == claim && e.ProcessedAt == null).ExecuteUpdateAsync(
                    e => e.SetProperty(x => x.ProcessedAt, now).SetProperty(x => x.Attempts, x => x.Attempts + 1).SetProperty(x => x.LastError, Text.Cut(failure == null ? null : failure.Message, 1_000)), ct) == 1;
                if (finished && instance is not null && (changed > 0 || failure is not null))
                {
                    outbox.Add(db, instance.OrganizationId, failure is null ? EventTypes.SyncCompleted : EventTypes.SyncFailed, new
                    {
                        integrationId = instance.Id,
                        name = instance.Name,
                        provider = instance.ProviderKey,
                        trigger = "inbound",
                        linksChanged = changed,
                        error = failure?.Message,
                    });
                    await db.SaveChangesAsync(ct);
                }

                return finished;
            },
            cancellationToken);
    }

    private async Task RetryAsync(InboundEvent inbound, Guid claim, Failure failure, CancellationToken cancellationToken)
    {
        var wait = Jitter.Around(Schedule[inbound.Attempts]);
        var due = Clock.GetUtcNow() + (failure.RetryAfter > wait ? failure.RetryAfter.Value : wait);
        LogPutOff(Logger, inbound.Id, inbound.InstanceId, failure.Code);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.WriteAsync(
            ct => db.InboundEvents.Where(e => e.Id == inbound.Id && e.ClaimId == claim && e.ProcessedAt == null).ExecuteUpdateAsync(
                e => e.SetProperty(x => x.DueAt, due).SetProperty(x => x.Attempts, x => x.Attempts + 1).SetProperty(x => x.LastError, Text.Cut(failure.Message, 1_000)), ct),
            cancellationToken);
    }

    private Task RecordAsync(IntegrationInstance instance, InboundEvent inbound, Result<int> applied, TimeSpan took, CancellationToken cancellationToken)
    {
        var isPrivate = instance.Level == InstanceLevel.User;
        var caller = Caller.Job(instance.OrganizationId, "inbound") with { UserId = instance.OwnerUserId };
        var message = applied.Match(count => $"{inbound.EventType}: {(count == 1 ? "1 link" : $"{count} links")} brought up to date", _ => null!);
        return activity.RecordAsync(activity.Entry(caller, instance.OrganizationId, instance.Id, isPrivate, ActivityTypes.Inbound, took, applied.Failure, message), cancellationToken);
    }

    private async Task ForgetOldAsync(CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        if (now < _nextSweep)
        {
            return;
        }

        _nextSweep = now + SweepEvery;
        await using var db = (await contexts.CreateDbContextAsync(cancellationToken)).ForLongWork();
        await db.WriteAsync(ct => db.InboundEvents.Where(e => e.ReceivedAt < now - InboundEvent.Kept && e.ProcessedAt != null).ExecuteDeleteAsync(ct), cancellationToken);
    }

    [LoggerMessage(5211, LogLevel.Warning, "Inbound event {EventId} of {InstanceId} waits for another try: {Code}")]
    private static partial void LogPutOff(ILogger logger, Guid eventId, Guid instanceId, string code);
}
