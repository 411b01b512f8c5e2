using System.Diagnostics.Metrics;
using System.Threading.Channels;
using System.Threading.RateLimiting;
using Integrations.Connectors.Contracts;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.VendorEvents.Inbox;

/// <summary>
/// Keeps requests of vendors for people to look at, beside the way that they take: no vendor waits for it, and a flood is not kept whole.
/// Of one integration the newest <see cref="MostGenuine"/> that were genuine stay and the newest <see cref="MostRefused"/> that were not, each
/// for itself, so that no stranger pushes a vendor's requests out.
/// </summary>
public sealed partial class InboxRecorder : BackgroundService
{
    /// <summary>Requests of one integration that were genuine; a few more may be there for a while.</summary>
    public const int MostGenuine = 100;

    /// <summary>Requests of one integration that were refused; a few more may be there for a while.</summary>
    public const int MostRefused = 30;

    private const int GroupSize = 64;
    private const int TrimAfter = 20;
    private const int MostCounted = 10_000;

    private readonly IDbContextFactory<IntegrationsDbContext> _contexts;
    private readonly CredentialVault _vault;
    private readonly TimeProvider _clock;
    private readonly ILogger<InboxRecorder> _logger;
    private readonly Counter<long> _unkept;
    private readonly Channel<Arrival> _arrivals;
    private readonly Dictionary<(Guid Instance, bool IsRefused), int> _sinceTrim = [];
    private readonly PartitionedRateLimiter<(Guid Instance, bool IsRefused)> _pace = PartitionedRateLimiter.Create<(Guid, bool), (Guid, bool)>(
        key => RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions { TokenLimit = 30, TokensPerPeriod = 5, ReplenishmentPeriod = TimeSpan.FromSeconds(1) }));

    /// <summary>Keeps nothing before it is started.</summary>
    public InboxRecorder(IDbContextFactory<IntegrationsDbContext> contexts, CredentialVault vault, IMeterFactory meters, TimeProvider clock, ILogger<InboxRecorder> logger)
    {
        (_contexts, _vault, _clock, _logger) = (contexts, vault, clock, logger);
        _unkept = meters.Create(Telemetry.Name).CreateCounter<long>("integrations.inbound.unkept", description: "Requests of vendors that were answered and left out of the inbox, for their number.");
        _arrivals = Channel.CreateBounded<Arrival>(new BoundedChannelOptions(1_000) { SingleReader = true });
    }

    /// <summary>Returns at once; whether it is kept depends on how many came.</summary>
    internal void Keep(InboundTarget target, InboundRequest request, InboundVerdict verdict)
    {
        using var lease = _pace.AttemptAcquire((target.InstanceId, verdict is InboundVerdict.Rejected));
        if (!lease.IsAcquired || !_arrivals.Writer.TryWrite(new Arrival(target, request, verdict, _clock.GetUtcNow())))
        {
            _unkept.Add(1);
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _arrivals.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _pace.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var group = new List<Arrival>(GroupSize);
        // Ends when the writer is completed at the stop: what is waiting is still written.
        while (await _arrivals.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (group.Count < GroupSize && _arrivals.Reader.TryRead(out var arrival))
            {
                group.Add(arrival);
            }

            try
            {
                await WriteAsync(group);
            }
            catch (Exception exception)
            {
                LogLost(_logger, exception, group.Count);
            }

            group.Clear();
        }
    }

    private async Task WriteAsync(List<Arrival> group)
    {
        var receipts = group.ConvertAll(Receipt);
        var instances = receipts.Select(r => r.InstanceId).Distinct().ToList();
        await using var db = await _contexts.CreateDbContextAsync(CancellationToken.None);
        await db.WriteAsync(
            async cancellationToken =>
            {
                var there = await db.Set<Instances.IntegrationInstance>().Where(i => instances.Contains(i.Id) && i.DeletedAt == null).Select(i => i.Id).ToListAsync(cancellationToken);
                await db.InsertRowsAsync([.. receipts.Where(r => there.Contains(r.InstanceId))], cancellationToken);
                return true;
            },
            CancellationToken.None);
        await TrimAsync(db, receipts);
    }

    /// <summary>Not each time: a few more than the most may be there for a while.</summary>
    private async Task TrimAsync(IntegrationsDbContext db, List<InboundReceipt> receipts)
    {
        if (_sinceTrim.Count > MostCounted)
        {
            _sinceTrim.Clear();
        }

        foreach (var key in receipts.Select(r => (r.InstanceId, r.Verdict == ReceiptVerdict.Rejected)))
        {
            var count = _sinceTrim.GetValueOrDefault(key) + 1;
            _sinceTrim[key] = count % TrimAfter;
            if (count == TrimAfter)
            {
                await TrimAsync(db, key.InstanceId, key.Item2);
            }
        }
    }

    private static async Task TrimAsync(IntegrationsDbContext db, Guid instanceId, bool isRefused)
    {
        var kept = db.InboundReceipts.Where(r => r.InstanceId == instanceId && (r.Verdict == ReceiptVerdict.Rejected) == isRefused);
        var beyond = await kept.OrderByDescending(r => r.ReceivedAt).ThenBy(r => r.Id).Skip(isRefused ? MostRefused : MostGenuine).Select(r => r.Id).ToListAsync(CancellationToken.None);
        if (beyond.Count > 0)
        {
            await db.WriteAsync(ct => db.InboundReceipts.Where(r => beyond.Contains(r.Id)).ExecuteDeleteAsync(ct), CancellationToken.None);
        }
    }

    private InboundReceipt Receipt(Arrival arrival)
    {
        var id = Guid.CreateVersion7(arrival.At);
        var (verdict, reason, type, delivery) = ReceiptFacts.Of(arrival.Verdict);
        return new InboundReceipt
        {
            Id = id,
            OrganizationId = arrival.Target.OrganizationId,
            InstanceId = arrival.Target.InstanceId,
            ConnectionId = arrival.Target.Subscription?.ConnectionId,
            ReceivedAt = arrival.At,
            Verdict = verdict,
            Reason = reason,
            EventType = type,
            DeliveryId = delivery,
            BodyBytes = arrival.Request.Body.Length,
            IsWhole = ReceivedRequest.IsShort(arrival.Request),
            Ciphertext = InboxVault.Protect(_vault, arrival.Target.OrganizationId, id, arrival.Request),
        };
    }

    private sealed record Arrival(InboundTarget Target, InboundRequest Request, InboundVerdict Verdict, DateTimeOffset At);

    [LoggerMessage(5221, LogLevel.Warning, "{Count} requests of vendors could not be put in the inbox; their events are not touched by that")]
    private static partial void LogLost(ILogger logger, Exception exception, int count);
}
