using System.Diagnostics.Metrics;
using Integrations.Connectors.Contracts;
using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Core.Jobs;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.VendorEvents.Subscriptions;

/// <summary>
/// Keeps a subscription open at the vendor for whatever is linked: opens, renews before the end, stops what is not wanted any
/// more. Pulls go on beside it, because a vendor may refuse, and messages get lost.
/// </summary>
public sealed class SubscriptionRenewalJob(
    IDbContextFactory<IntegrationsDbContext> contexts, SubscriptionReconciler wanted, SubscriptionCalls vendors, PublicOrigin origin, IMeterFactory meters, TimeProvider clock,
    ILogger<SubscriptionRenewalJob> logger)
    : LeasedWork<EventSubscription>(contexts, Limits, Lease, meters, clock, logger)
{
    private static readonly WorkLimits Limits = new(SideBySide: 16, PerOrganization: 4, PerKey: 2, Deadline: TimeSpan.FromSeconds(60));

    /// <summary>Longer than the deadline; a node that holds one longer is gone.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    /// <summary>How long disconnecting may take to stop a connection's subscriptions.</summary>
    private static readonly TimeSpan TimeForEnding = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan ShortestRest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(6);
    private static readonly TimeSpan RestAfterRefusal = TimeSpan.FromHours(24);

    /// <inheritdoc/>
    protected override TimeSpan Period => TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    protected override string AttemptsColumn => nameof(EventSubscription.Failures);

    /// <summary>A fifth of its life, and at most a day, before it ends.</summary>
    internal static DateTimeOffset RenewalOf(DateTimeOffset now, DateTimeOffset endsAt)
    {
        var life = endsAt - now;
        var ahead = life / 5 < TimeSpan.FromDays(1) ? life / 5 : TimeSpan.FromDays(1);
        return endsAt - ahead;
    }

    /// <inheritdoc/>
    protected override Task PrepareAsync(CancellationToken cancellationToken) =>
        // No one outside can reach us: vendors are not asked to.
        origin.IsReachable ? wanted.UpdateAsync(cancellationToken) : wanted.SkipAsync(cancellationToken);

    /// <inheritdoc/>
    protected override IQueryable<Candidate<EventSubscription>> DueRows(IntegrationsDbContext db, DateTimeOffset now)
    {
        var isReachable = origin.IsReachable;
        return from subscription in db.EventSubscriptions.AsNoTracking()
               where isReachable && subscription.DueAt <= now && db.AllowedConnections().Any(c => c.Id == subscription.ConnectionId)
               select new Candidate<EventSubscription> { Row = subscription, OrganizationId = subscription.OrganizationId, Key = subscription.InstanceId, DueAt = subscription.DueAt, Attempts = subscription.Failures };
    }

    /// <inheritdoc/>
    protected override IQueryable<EventSubscription> Self(IntegrationsDbContext db, EventSubscription row) => db.EventSubscriptions.Where(c => c.Id == row.Id);

    /// <inheritdoc/>
    protected override async Task DoAsync(Claimed<EventSubscription> item, CancellationToken cancellationToken)
    {
        var subscription = item.Row;
        await using var db = await Contexts.CreateDbContextAsync(cancellationToken);
        var instance = await db.Instances.AsNoTracking().SingleOrDefaultAsync(i => i.Id == subscription.InstanceId && i.DeletedAt == null, cancellationToken);
        var connection = await db.Connections.AsNoTracking().SingleOrDefaultAsync(c => c.Id == subscription.ConnectionId, cancellationToken);
        if (connection?.DisconnectedAt is { } ended && ended > Clock.GetUtcNow() - TimeForEnding)
        {
            // Disconnecting stops it, with the credential that this loop no longer has.
            var later = Clock.GetUtcNow() + Lease;
            await FinishAsync(item, set => set.SetProperty(c => c.DueAt, later).SetProperty(c => c.Failures, subscription.Failures), cancellationToken);
            return;
        }

        if (instance is null || connection is null or { DisconnectedAt: not null } || vendors.Find(subscription) is not var (opening, secret))
        {
            // Whatever disconnecting missed ends by itself at the vendor.
            await RemoveAsync(item, cancellationToken);
            return;
        }

        if (subscription.Status == SubscriptionStatus.Closing)
        {
            await vendors.StopAsync(subscription, instance, connection, opening, cancellationToken);
            await RemoveAsync(item, cancellationToken);
            return;
        }

        var opened = await vendors.AskAsync(subscription, instance, connection, opening, secret, cancellationToken);
        await SaveAsync(item, opened, cancellationToken);
        if (opened.Failure is { } failure && subscription.LastError is null)
        {
            await vendors.TellAsync(subscription, connection, failure, cancellationToken);
        }
    }

    /// <inheritdoc/>
    protected override Task PutOffAsync(Claimed<EventSubscription> item, Failure failure, CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        var refused = failure.Kind is FailureKind.VendorRefused or FailureKind.Forbidden or FailureKind.Invalid;
        var rest = ShortestRest * Math.Pow(2, Math.Min(item.Attempt - 1, 9));
        var due = now + (refused ? RestAfterRefusal : Jitter.Around(rest < LongestRest ? rest : LongestRest));
        return NotOpenAsync(item, refused ? SubscriptionStatus.Refused : SubscriptionStatus.Failed, failure.RetryAfter is { } asked && now + asked > due ? now + asked : due, failure, cancellationToken);
    }

    /// <summary>Pulls go on beside it, so it is never given up for good.</summary>
    protected override Task GiveUpAsync(Claimed<EventSubscription> item, Failure failure, CancellationToken cancellationToken) =>
        NotOpenAsync(item, SubscriptionStatus.Failed, Clock.GetUtcNow() + RestAfterRefusal, failure, cancellationToken);

    private Task<bool> NotOpenAsync(Claimed<EventSubscription> item, SubscriptionStatus status, DateTimeOffset due, Failure failure, CancellationToken cancellationToken)
    {
        var error = Text.Cut(failure.Message, 1_000);
        // One that is to be stopped stays so.
        var state = item.Row.Status == SubscriptionStatus.Closing ? SubscriptionStatus.Closing : status;
        return FinishAsync(item, set => set.SetProperty(c => c.Status, state).SetProperty(c => c.DueAt, due).SetProperty(c => c.LastError, error), cancellationToken);
    }

    private Task SaveAsync(Claimed<EventSubscription> item, Result<OpenedSubscription> opened, CancellationToken cancellationToken)
    {
        if (!opened.TryGet(out var open, out var failure))
        {
            return FailAsync(item, failure, cancellationToken);
        }

        var renewal = RenewalOf(Clock.GetUtcNow(), open.EndsAt);
        return FinishAsync(
            item,
            set => set.SetProperty(c => c.Status, SubscriptionStatus.Open)
                .SetProperty(c => c.ExternalId, open.Id).SetProperty(c => c.ExternalResourceId, open.ResourceId).SetProperty(c => c.EndsAt, open.EndsAt)
                .SetProperty(c => c.DueAt, renewal).SetProperty(c => c.Failures, 0).SetProperty(c => c.LastError, (string?)null),
            cancellationToken);
    }
}
