using Integrations.Core.Activity;
using Integrations.Core.Common;
using Integrations.Core.Connections;
using Integrations.Core.Connectors;
using Integrations.Core.Instances;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Channels;

/// <summary>
/// Keeps a channel open at the vendor for whatever is linked: opens, renews before the end, stops what is not wanted any
/// more. Pulls go on beside it, because a vendor may refuse, and messages get lost.
/// </summary>
public sealed partial class ChannelLoop(
    IDbContextFactory<IntegrationsDbContext> contexts,
    WantedChannels wanted,
    VendorSessions sessions,
    ChannelSecrets secrets,
    ConnectorCatalog connectors,
    ActivityLog activity,
    PublicOrigin origin,
    TimeProvider clock,
    ILogger<ChannelLoop> logger) : BackgroundLoop(clock, logger)
{
    private const int BatchSize = 64;
    private const int SideBySide = 4;

    /// <summary>Longer than a vendor's answer may take; a node that holds one longer is gone.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    /// <summary>How long disconnecting may take to stop a connection's channels.</summary>
    private static readonly TimeSpan TimeForEnding = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan ShortestRest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(6);
    private static readonly TimeSpan RestAfterRefusal = TimeSpan.FromHours(24);

    protected override TimeSpan Period => TimeSpan.FromSeconds(30);

    public override async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        // Nobody outside can reach us: vendors are not asked to.
        if (!origin.IsReachable)
        {
            return 0;
        }

        await wanted.UpdateAsync(cancellationToken);
        var due = await DueAsync(cancellationToken);
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellationToken }, async (channel, ct) =>
        {
            if (await ClaimAsync(channel, ct) is { } lease)
            {
                await HandleOrReleaseAsync(channel, lease, ct);
            }
        });
        return due.Count == BatchSize ? due.Count : 0;
    }

    /// <summary>A fifth of its life, and at most a day, before it ends.</summary>
    internal static DateTimeOffset RenewalOf(DateTimeOffset now, DateTimeOffset endsAt)
    {
        var life = endsAt - now;
        var ahead = life / 5 < TimeSpan.FromDays(1) ? life / 5 : TimeSpan.FromDays(1);
        return endsAt - ahead;
    }

    private async Task<List<EventChannel>> DueAsync(CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Channels.AsNoTracking().Where(c => c.DueAt <= now).OrderBy(c => c.DueAt).ThenBy(c => c.Id).Take(BatchSize).ToListAsync(cancellationToken);
    }

    /// <summary>Of two nodes that saw it due, the one that moves its time to the lease's end calls the vendor (RELIABILITY L1).</summary>
    private async Task<DateTimeOffset?> ClaimAsync(EventChannel channel, CancellationToken cancellationToken)
    {
        var until = Clock.GetUtcNow() + Lease;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var taken = await db.WriteAsync(
            ct => db.Channels.Where(c => c.Id == channel.Id && c.DueAt == channel.DueAt && c.Status == channel.Status).ExecuteUpdateAsync(c => c.SetProperty(x => x.DueAt, until), ct),
            cancellationToken);
        return taken == 1 ? until : null;
    }

    /// <summary>A process that stops gives its claim back: the next one need not wait for the lease (RELIABILITY X1).</summary>
    private async Task HandleOrReleaseAsync(EventChannel channel, DateTimeOffset lease, CancellationToken cancellationToken)
    {
        try
        {
            await HandleAsync(channel, lease, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            var now = Clock.GetUtcNow();
            await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
            await db.WriteAsync(
                ct => db.Channels.Where(c => c.Id == channel.Id && c.DueAt == lease).ExecuteUpdateAsync(c => c.SetProperty(x => x.DueAt, now), ct), CancellationToken.None);
            throw;
        }
    }

    private async Task HandleAsync(EventChannel channel, DateTimeOffset lease, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var instance = await db.Instances.AsNoTracking().SingleOrDefaultAsync(i => i.Id == channel.InstanceId && i.DeletedAt == null, cancellationToken);
        var connection = await db.Connections.AsNoTracking().SingleOrDefaultAsync(c => c.Id == channel.ConnectionId, cancellationToken);
        if (connection?.DisconnectedAt is { } ended && ended > Clock.GetUtcNow() - TimeForEnding)
        {
            // Disconnecting stops it, with the credential that this loop no longer has.
            return;
        }

        if (instance is null || connection is null or { DisconnectedAt: not null } || connectors.Find(channel.ProviderKey)?.Connector is not IOpenChannels opening || secrets.Open(channel) is not { } secret)
        {
            // Whatever disconnecting missed ends by itself at the vendor.
            await RemoveAsync(channel, lease, cancellationToken);
            return;
        }

        if (channel.Status == ChannelStatus.Closing)
        {
            await StopAsync(channel, instance, connection, opening, cancellationToken);
            await RemoveAsync(channel, lease, cancellationToken);
            return;
        }

        var opened = await AskAsync(channel, instance, connection, opening, secret, cancellationToken);
        await SaveAsync(channel, lease, opened, cancellationToken);
        if (opened.Failure is { } failure && channel.LastError is null)
        {
            LogNotOpen(Logger, channel.Resource, channel.InstanceId, failure.Code);
            var caller = Caller.Job(channel.OrganizationId, "channels") with { UserId = connection.UserId };
            await activity.RecordAsync(
                activity.Entry(caller, channel.OrganizationId, channel.InstanceId, connection.UserId is not null, ActivityTypes.Channel, TimeSpan.Zero, failure),
                cancellationToken);
        }
    }

    private async Task<Result<OpenedChannel>> AskAsync(
        EventChannel channel, IntegrationInstance instance, Connection connection, IOpenChannels opening, Webhooks.Inbound.InboundSecret secret, CancellationToken cancellationToken)
    {
        var session = await sessions.OpenAsync(instance, connection, background: true, cancellationToken);
        if (!session.TryGet(out var open, out var failure))
        {
            return failure;
        }

        using (open)
        {
            var order = new ChannelOrder(channel.Resource, secrets.AddressOf(channel, secret), new Secret(secret.Value));
            return Current(channel) is { } current
                ? await opening.RenewChannelAsync(open.Session, order, current, cancellationToken)
                : await opening.OpenChannelAsync(open.Session, order, cancellationToken);
        }
    }

    private async Task StopAsync(EventChannel channel, IntegrationInstance instance, Connection connection, IOpenChannels opening, CancellationToken cancellationToken)
    {
        if (Current(channel) is not { } current)
        {
            return;
        }

        var session = await sessions.OpenAsync(instance, connection, background: true, cancellationToken);
        if (session.TryGet(out var open, out var failure))
        {
            using (open)
            {
                failure = (await opening.StopChannelAsync(open.Session, current, cancellationToken)).Failure;
            }
        }

        if (failure is not null)
        {
            // It ends by itself; what it tells until then is refused.
            LogNotStopped(Logger, channel.Resource, channel.InstanceId, failure.Code);
        }
    }

    /// <summary>What the vendor has, as far as we know; one that must have ended there is none.</summary>
    private OpenedChannel? Current(EventChannel channel) =>
        channel is { ExternalId: { } id, EndsAt: { } end } && end > Clock.GetUtcNow() ? new OpenedChannel(id, channel.ExternalResourceId, end) : null;

    private async Task SaveAsync(EventChannel channel, DateTimeOffset lease, Result<OpenedChannel> opened, CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var mine = db.Channels.Where(c => c.Id == channel.Id && c.DueAt == lease);
        if (opened.TryGet(out var open, out var failure))
        {
            await db.WriteAsync(
                ct => mine.ExecuteUpdateAsync(
                    c => c.SetProperty(x => x.Status, ChannelStatus.Open)
                        .SetProperty(x => x.ExternalId, open.Id).SetProperty(x => x.ExternalResourceId, open.ResourceId).SetProperty(x => x.EndsAt, open.EndsAt)
                        .SetProperty(x => x.DueAt, RenewalOf(now, open.EndsAt)).SetProperty(x => x.Failures, 0).SetProperty(x => x.LastError, (string?)null),
                    ct),
                cancellationToken);
            return;
        }

        var refused = failure.Kind is FailureKind.VendorRefused or FailureKind.Forbidden or FailureKind.Invalid;
        var status = refused ? ChannelStatus.Refused : ChannelStatus.Failed;
        var rest = ShortestRest * Math.Pow(2, Math.Min(channel.Failures, 9));
        var due = now + (refused ? RestAfterRefusal : Jitter.Around(rest < LongestRest ? rest : LongestRest));
        await db.WriteAsync(
            ct => mine.ExecuteUpdateAsync(
                c => c.SetProperty(x => x.Status, status).SetProperty(x => x.DueAt, failure.RetryAfter is { } asked && now + asked > due ? now + asked : due)
                    .SetProperty(x => x.Failures, x => x.Failures + 1).SetProperty(x => x.LastError, Text.Cut(failure.Message, 1_000)),
                ct),
            cancellationToken);
    }

    private async Task RemoveAsync(EventChannel channel, DateTimeOffset lease, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.WriteAsync(ct => db.Channels.Where(c => c.Id == channel.Id && c.DueAt == lease).ExecuteDeleteAsync(ct), cancellationToken);
    }

    [LoggerMessage(5301, LogLevel.Warning, "The channel '{Resource}' of {InstanceId} is not open: {Code}. Pulls go on")]
    private static partial void LogNotOpen(ILogger logger, string resource, Guid instanceId, string code);

    [LoggerMessage(5302, LogLevel.Information, "The channel '{Resource}' of {InstanceId} could not be stopped and ends by itself: {Code}")]
    private static partial void LogNotStopped(ILogger logger, string resource, Guid instanceId, string code);
}
