using System.Diagnostics;
using System.Diagnostics.Metrics;
using Integrations.Connectors.Contracts;
using Integrations.Core.Activity;
using Integrations.Core.Connections;
using Integrations.Core.Events;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Instances;
using Integrations.Core.Jobs;
using Integrations.Core.Linking;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.VendorEvents;

/// <summary>
/// Gives stored deliveries their effect: what is linked is read again, so that it looks as it does at the vendor. Doing it
/// twice changes nothing (RELIABILITY I3); a delivery whose vendor is down is tried again, and given up after the sixth attempt.
/// </summary>
public sealed partial class InboundProcessor(
    IDbContextFactory<IntegrationsDbContext> contexts, LinkCopies copies, ActivityLog activity, Outbox outbox, IMeterFactory meters, TimeProvider clock, ILogger<InboundProcessor> logger)
    : LeasedWork<InboundEvent>(contexts, Limits, Lease, meters, clock, logger)
{
    private static readonly WorkLimits Limits = new(SideBySide: 32, PerOrganization: 4, PerKey: 2, Deadline: TimeSpan.FromSeconds(20));
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan[] Schedule = [TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6)];

    /// <inheritdoc/>
    protected override TimeSpan Period => TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override int MostAttempts => Schedule.Length + 1;

    /// <inheritdoc/>
    protected override IQueryable<Candidate<InboundEvent>> DueRows(IntegrationsDbContext db, DateTimeOffset now) =>
        from inbound in db.InboundEvents.AsNoTracking()
        where inbound.ProcessedAt == null && inbound.DueAt <= now && db.WorkingOrganizations().Any(o => o.Id == inbound.OrganizationId)
        select new Candidate<InboundEvent> { Row = inbound, OrganizationId = inbound.OrganizationId, Key = inbound.InstanceId, DueAt = inbound.DueAt, Attempts = inbound.Attempts };

    /// <inheritdoc/>
    protected override IQueryable<InboundEvent> Self(IntegrationsDbContext db, InboundEvent row) => db.InboundEvents.Where(e => e.Id == row.Id);

    /// <inheritdoc/>
    protected override async Task DoAsync(Claimed<InboundEvent> item, CancellationToken cancellationToken)
    {
        var inbound = item.Row;
        using var trace = Telemetry.Continue("inbound.process", ActivityKind.Consumer, inbound.TraceParent);
        var started = Clock.GetTimestamp();
        if (await InstanceAsync(inbound, cancellationToken) is not { } instance)
        {
            // Switched off, removed, or its person may not sign in: nothing happens.
            await EndAsync(item, instance: null, changed: 0, failure: null, cancellationToken);
            return;
        }

        var applied = await ApplyAsync(instance, inbound, cancellationToken);
        if (applied.Failure is { } failure && failure.Kind != FailureKind.CredentialRefused)
        {
            await FailAsync(item, failure, cancellationToken);
        }
        else if (await EndAsync(item, instance, applied.Match(count => count, _ => 0), applied.Failure, cancellationToken))
        {
            await RecordAsync(instance, inbound, applied, Clock.GetElapsedTime(started), cancellationToken);
        }
    }

    /// <inheritdoc/>
    protected override Task PutOffAsync(Claimed<InboundEvent> item, Failure failure, CancellationToken cancellationToken)
    {
        var wait = Jitter.Around(Schedule[item.Attempt - 1]);
        var due = Clock.GetUtcNow() + (failure.RetryAfter > wait ? failure.RetryAfter.Value : wait);
        var error = Text.Cut(failure.Message, 1_000);
        LogPutOff(Logger, item.Row.Id, item.Row.InstanceId, failure.Code);
        return FinishAsync(item, set => set.SetProperty(e => e.DueAt, due).SetProperty(e => e.LastError, error), cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task GiveUpAsync(Claimed<InboundEvent> item, Failure failure, CancellationToken cancellationToken)
    {
        LogGivenUp(Logger, item.Row.Id, item.Row.InstanceId, item.Attempt, failure.Code);
        var instance = await InstanceAsync(item.Row, cancellationToken);
        if (await EndAsync(item, instance, changed: 0, failure, cancellationToken) && instance is not null)
        {
            await RecordAsync(instance, item.Row, failure, TimeSpan.Zero, cancellationToken);
        }
    }

    private async Task<IntegrationInstance?> InstanceAsync(InboundEvent inbound, CancellationToken cancellationToken)
    {
        await using var db = await Contexts.CreateDbContextAsync(cancellationToken);
        return await db.WorkingInstances().AsNoTracking().SingleOrDefaultAsync(i => i.Id == inbound.InstanceId, cancellationToken);
    }

    private async Task<Result<int>> ApplyAsync(IntegrationInstance instance, InboundEvent inbound, CancellationToken cancellationToken)
    {
        foreach (var renamed in inbound.Touched.Where(t => t is { ExternalId: not null, RenamedTo: not null }))
        {
            await copies.RenameAsync(instance.Id, renamed.ExternalId!, renamed.RenamedTo!, cancellationToken);
        }

        var deleted = inbound.Touched.Where(t => t is { Deleted: true, ExternalId: not null }).Select(t => t.ExternalId!).ToHashSet(StringComparer.Ordinal);
        // Deleted and there again, in whatever order: it is read, and the vendor says which.
        deleted.ExceptWith(inbound.Touched.Where(t => t is { Deleted: false, ExternalId: not null }).Select(t => t.ExternalId!));
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

    /// <summary>Whose connection's subscription told it; null for the organization's.</summary>
    private async Task<Guid?> OwnerAsync(InboundEvent inbound, CancellationToken cancellationToken)
    {
        await using var db = await Contexts.CreateDbContextAsync(cancellationToken);
        return await db.Connections.Where(c => c.Id == inbound.ConnectionId).Select(c => c.UserId).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>An event without things means "ask to find out"; a thing without an id means all of its type.</summary>
    private static bool IsMeant(InboundEvent inbound, LinkedThing thing) => inbound.Touched.Count == 0
        || inbound.Touched.Any(t => t.Means(thing.Type, thing.ExternalId));

    private Task<bool> EndAsync(Claimed<InboundEvent> item, IntegrationInstance? instance, int changed, Failure? failure, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = Clock.GetUtcNow();
        var error = Text.Cut(failure?.Message, 1_000);
        return FinishAsync(
            item,
            set => set.SetProperty(e => e.ProcessedAt, now).SetProperty(e => e.LastError, error),
            cancellationToken,
            async (db, ct) =>
            {
                if (instance is not null && (changed > 0 || failure is not null))
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
            });
    }

    private Task RecordAsync(IntegrationInstance instance, InboundEvent inbound, Result<int> applied, TimeSpan took, CancellationToken cancellationToken)
    {
        var isPrivate = instance.Level == InstanceLevel.User;
        var caller = Caller.Job(instance.OrganizationId, "inbound") with { UserId = instance.OwnerUserId };
        var message = applied.Match(count => $"{inbound.EventType}: {(count == 1 ? "1 link" : $"{count} links")} brought up to date", _ => null!);
        return activity.RecordAsync(activity.Entry(caller, instance.OrganizationId, instance.Id, isPrivate, ActivityTypes.Inbound, took, applied.Failure, message), cancellationToken);
    }

    [LoggerMessage(5211, LogLevel.Warning, "Inbound event {EventId} of {InstanceId} waits for another try: {Code}")]
    private static partial void LogPutOff(ILogger logger, Guid eventId, Guid instanceId, string code);

    [LoggerMessage(5212, LogLevel.Error, "Inbound event {EventId} of {InstanceId} was given up at attempt {Attempt}: {Code}")]
    private static partial void LogGivenUp(ILogger logger, Guid eventId, Guid instanceId, int attempt, string code);
}
