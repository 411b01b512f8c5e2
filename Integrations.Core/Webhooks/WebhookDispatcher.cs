using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Webhooks;

/// <summary>
/// Moves events to their receivers: fans out, claims what is due, sends up to 32 at once, commits outcomes in groups. A
/// crash at any moment loses nothing: what was not committed is due again when its lease ends.
/// </summary>
public sealed partial class WebhookDispatcher(
    WebhookFanOut fanOut, DeliveryClaims claims, WebhookSender sender, WriteGate gate, IMeterFactory meters, TimeProvider clock, ILogger<WebhookDispatcher> logger)
    : BackgroundLoop(clock, logger)
{
    public const int InFlight = 32;

    /// <summary>
    /// Claimed and waiting for a slot, so that a claim is for many. They and the ones in flight have ended, at the slowest, within
    /// 45 s: three times the limit of an attempt, and within the lease.
    /// </summary>
    private const int Ahead = 64;
    private const int FewestToClaim = 32;
    private const int GroupSize = 64;

    private readonly Histogram<double> _duration = meters.Create(Telemetry.Name).CreateHistogram<double>("integrations.webhook.delivery.duration", "s");
    private readonly Histogram<double> _delay = meters.Create(Telemetry.Name).CreateHistogram<double>("integrations.webhook.dispatch.delay", "s");
    private readonly Counter<long> _attempts = meters.Create(Telemetry.Name).CreateCounter<long>("integrations.webhook.attempts", "{attempt}");
    private readonly ConcurrentDictionary<Guid, bool> _held = new();
    private readonly Channel<DeliveryResult> _results = Channel.CreateBounded<DeliveryResult>(new BoundedChannelOptions(256) { SingleReader = true });
    private readonly SemaphoreSlim _slots = new(InFlight, InFlight);
    private readonly SemaphoreSlim _room = new(InFlight + Ahead, InFlight + Ahead);

    protected override TimeSpan Period => TimeSpan.FromSeconds(1);

    /// <summary>Fans out what happened and starts what is due, as far as there are slots.</summary>
    public override async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var fanned = await fanOut.RunOnceAsync(cancellationToken);
        return fanned + await StartDueAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _slots.Dispose();
        _room.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var committing = CommitLoopAsync();
        // Woken by this process's own commits, on either database; the period is only a net.
        gate.EventsCommitted += Wake;
        try
        {
            await base.ExecuteAsync(stoppingToken);
        }
        finally
        {
            gate.EventsCommitted -= Wake;
        }

        await DrainAsync(committing);
    }

    private async Task<int> StartDueAsync(CancellationToken stoppingToken)
    {
        var room = await RoomAsync(stoppingToken);
        IReadOnlyList<ClaimedDelivery> claimed = [];
        try
        {
            claimed = await claims.ClaimAsync(room, stoppingToken);
        }
        finally
        {
            Release(room - claimed.Count);
        }

        foreach (var claim in claimed)
        {
            _held[claim.ClaimId] = true;
            _ = SendAsync(claim, stoppingToken);
        }

        return claimed.Count;
    }

    /// <summary>Room for enough to be worth a claim, and for more where it is free.</summary>
    private async Task<int> RoomAsync(CancellationToken stoppingToken)
    {
        var room = 0;
        try
        {
            for (; room < FewestToClaim; room++)
            {
                await _room.WaitAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            Release(room);
            throw;
        }

        while (room < DeliveryClaims.BatchSize && await _room.WaitAsync(TimeSpan.Zero, CancellationToken.None))
        {
            room++;
        }

        return room;
    }

    private void Release(int room)
    {
        if (room > 0)
        {
            _room.Release(room);
        }
    }

    private async Task SendAsync(ClaimedDelivery claim, CancellationToken stoppingToken)
    {
        try
        {
            await _slots.WaitAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // Still held: the drain gives it back.
            return;
        }

        _delay.Record(Math.Max(0, (Clock.GetUtcNow() - claim.DueAt).TotalSeconds));
        try
        {
            // Not tied to the stop: an attempt under way may end within its own time limit.
            var result = await sender.SendAsync(claim, CancellationToken.None);
            _attempts.Add(1);
            _duration.Record(
                result.Took.TotalSeconds,
                new("outcome", result.Outcome.IsSuccess ? "success" : "failure"), new("error.type", result.Outcome.ErrorType), new("attempt.group", AttemptGroup(claim.Delivery.Attempts + 1)));
            await _results.Writer.WriteAsync(result, CancellationToken.None);
        }
        catch (Exception exception)
        {
            // The lease brings it back.
            LogAttemptFailed(Logger, exception, claim.Delivery.Id);
            _held.TryRemove(claim.ClaimId, out _);
        }
        finally
        {
            _slots.Release();
            Release(1);
        }
    }

    /// <summary>The first attempt is the receiver's ordinary speed; later ones are of receivers in trouble.</summary>
    private static string AttemptGroup(int attempt) => attempt switch
    {
        1 => "1",
        <= 3 => "2-3",
        _ => "4+",
    };

    private async Task CommitLoopAsync()
    {
        var group = new List<DeliveryResult>(GroupSize);
        while (await _results.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (group.Count < GroupSize && _results.Reader.TryRead(out var result))
            {
                group.Add(result);
            }

            try
            {
                await claims.CompleteAsync(group, CancellationToken.None);
            }
            catch (Exception exception)
            {
                LogNotCommitted(Logger, exception);
            }

            group.ForEach(result => _held.TryRemove(result.Claim.ClaimId, out _));
            group.Clear();
            // An endpoint whose deliveries were all under way has room again.
            Wake();
        }
    }

    /// <summary>Waits for what is under way, then gives back what is still held (RELIABILITY X1).</summary>
    private async Task DrainAsync(Task committing)
    {
        for (var slot = 0; slot < InFlight; slot++)
        {
            await _slots.WaitAsync(WebhookSender.AttemptTimeout + TimeSpan.FromSeconds(2));
        }

        _results.Writer.TryComplete();
        // An outcome whose claim were given back first would be dropped, and its delivery made twice.
        await committing;
        await claims.ReleaseAsync([.. _held.Keys], CancellationToken.None);
    }

    [LoggerMessage(5001, LogLevel.Error, "Outcomes of deliveries could not be stored; their leases bring them back")]
    private static partial void LogNotCommitted(ILogger logger, Exception exception);

    [LoggerMessage(5002, LogLevel.Error, "Delivery {DeliveryId} could not be attempted; its lease brings it back")]
    private static partial void LogAttemptFailed(ILogger logger, Exception exception, Guid deliveryId);
}
