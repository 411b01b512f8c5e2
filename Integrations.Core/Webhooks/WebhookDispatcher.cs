using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Integrations.Core.Common;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Webhooks;

/// <summary>
/// Moves events to their receivers: fans out, claims what is due, sends up to 32 at once, commits outcomes in groups. A
/// crash at any moment loses nothing: what was not committed is due again when its lease ends.
/// </summary>
public sealed partial class WebhookDispatcher(
    WebhookFanOut fanOut, DeliveryClaims claims, WebhookSender sender, IMeterFactory meters, TimeProvider clock, ILogger<WebhookDispatcher> logger)
    : BackgroundLoop(clock, logger)
{
    public const int InFlight = 32;
    private const int GroupSize = 64;

    private readonly Histogram<double> _duration = meters.Create(Telemetry.Name).CreateHistogram<double>("integrations.webhook.delivery.duration", "s");
    private readonly Histogram<double> _delay = meters.Create(Telemetry.Name).CreateHistogram<double>("integrations.webhook.dispatch.delay", "s");
    private readonly Counter<long> _attempts = meters.Create(Telemetry.Name).CreateCounter<long>("integrations.webhook.attempts", "{attempt}");
    private readonly ConcurrentDictionary<Guid, bool> _held = new();
    private readonly Channel<DeliveryResult> _results = Channel.CreateBounded<DeliveryResult>(new BoundedChannelOptions(256) { SingleReader = true });
    private readonly SemaphoreSlim _slots = new(InFlight, InFlight);

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
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var committing = CommitLoopAsync();
        await base.ExecuteAsync(stoppingToken);
        await DrainAsync();
        await committing;
    }

    private async Task<int> StartDueAsync(CancellationToken stoppingToken)
    {
        if (_slots.CurrentCount == 0)
        {
            await _slots.WaitAsync(stoppingToken);
            _slots.Release();
        }

        var claimed = await claims.ClaimAsync(Math.Min(_slots.CurrentCount, DeliveryClaims.BatchSize), stoppingToken);
        foreach (var claim in claimed)
        {
            await _slots.WaitAsync(CancellationToken.None);
            _held[claim.ClaimId] = true;
            _ = SendAsync(claim);
        }

        return claimed.Count;
    }

    private async Task SendAsync(ClaimedDelivery claim)
    {
        _delay.Record(Math.Max(0, (Clock.GetUtcNow() - claim.DueAt).TotalSeconds));
        try
        {
            // Not tied to the stop: an attempt under way may end within its own time limit.
            var result = await sender.SendAsync(claim, CancellationToken.None);
            _attempts.Add(1);
            _duration.Record(result.Took.TotalSeconds, new KeyValuePair<string, object?>("outcome", result.Outcome.IsSuccess ? "success" : "failure"));
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
        }
    }

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
        }
    }

    /// <summary>Waits for what is under way, then gives back what is still held (RELIABILITY X1).</summary>
    private async Task DrainAsync()
    {
        for (var slot = 0; slot < InFlight; slot++)
        {
            await _slots.WaitAsync(WebhookSender.AttemptTimeout + TimeSpan.FromSeconds(2));
        }

        _results.Writer.TryComplete();
        await claims.ReleaseAsync([.. _held.Keys], CancellationToken.None);
    }

    [LoggerMessage(5001, LogLevel.Error, "Outcomes of deliveries could not be stored; their leases bring them back")]
    private static partial void LogNotCommitted(ILogger logger, Exception exception);

    [LoggerMessage(5002, LogLevel.Error, "Delivery {DeliveryId} could not be attempted; its lease brings it back")]
    private static partial void LogAttemptFailed(ILogger logger, Exception exception, Guid deliveryId);
}
