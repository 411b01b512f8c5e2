using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Integrations.Core.Jobs;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Webhooks;

/// <summary>
/// Takes claimed deliveries to their end: sends them side by side and writes their outcomes in groups. It knows what this process holds; what it does not
/// end is due again when its lease ends.
/// </summary>
public sealed partial class DeliveryRunner
{
    /// <summary>Held at once, on the way or waiting for its outcome's commit; an attempt's own limit is a quarter of the lease.</summary>
    public const int InFlight = 256;

    /// <summary>One organization whose receivers all hang leaves the others the rest.</summary>
    public const int PerOrganization = InFlight / 2;

    /// <summary>While so much is free no other endpoint waits for it, and those whose deliveries ended get their next ones at once; else all take turns.</summary>
    private const int FreeForOthers = InFlight / 4;

    private readonly DeliveryClaims _claims;
    private readonly WebhookSender _sender;
    private readonly DeliveryOutcomes _outcomes;
    private readonly TimeProvider _clock;
    private readonly ILogger<DeliveryRunner> _logger;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _delay;
    private readonly Counter<long> _attempts;
    private readonly ConcurrentDictionary<Guid, Guid> _held = new();
    private readonly ConcurrentDictionary<Task, bool> _running = new();
    private readonly WorkSlots _slots = new(new WorkLimits(InFlight, PerOrganization, DeliveryClaims.PerEndpoint, WebhookSender.AttemptTimeout));
    private readonly GroupCommit<DeliveryResult> _group;
    private volatile bool _isStopping;

    /// <summary>Starts empty; nothing is sent before <see cref="StartAsync"/> is given something.</summary>
    public DeliveryRunner(DeliveryClaims claims, WebhookSender sender, DeliveryOutcomes outcomes, IMeterFactory meters, TimeProvider clock, ILogger<DeliveryRunner> logger)
    {
        (_claims, _sender, _outcomes, _clock, _logger) = (claims, sender, outcomes, clock, logger);
        var meter = meters.Create(Telemetry.Name);
        _duration = meter.CreateHistogram<double>("integrations.webhook.delivery.duration", "s");
        _delay = meter.CreateHistogram<double>("integrations.webhook.dispatch.delay", "s");
        _attempts = meter.CreateCounter<long>("integrations.webhook.attempts", "{attempt}");
        _group = new GroupCommit<DeliveryResult>(WriteAsync, DeliveryOutcomes.GroupSize);
    }

    /// <summary>Raised when outcomes are written: endpoints whose deliveries were all under way have room again.</summary>
    public event Action? RoomMade;

    /// <summary>What may be claimed more.</summary>
    public DeliveryCapacity Capacity => DeliveryCapacity.Of(_slots);

    /// <summary>Begins to send what was just claimed within <see cref="Capacity"/>.</summary>
    /// <param name="claimed">Of this process.</param>
    /// <param name="stopping">What has not begun when the process stops is given back by <see cref="DrainAsync"/>.</param>
    public async Task StartAsync(IReadOnlyList<ClaimedDelivery> claimed, CancellationToken stopping)
    {
        var refused = new List<KeyValuePair<Guid, Guid>>();
        foreach (var claim in claimed)
        {
            if (!_slots.TryEnter(claim.Endpoint.OrganizationId, claim.Endpoint.Id))
            {
                // It still has what it lost the lease of.
                refused.Add(KeyValuePair.Create(claim.Delivery.Id, claim.ClaimId));
                continue;
            }

            _held[claim.Delivery.Id] = claim.ClaimId;
            var running = Task.Run(() => RunAsync(claim, stopping), CancellationToken.None);
            _running[running] = true;
            _ = running.ContinueWith(ended => _running.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        await _claims.ReleaseAsync(refused, CancellationToken.None);
    }

    /// <summary>At the stop: waits for what is under way, and gives back what is still held then (RELIABILITY X1).</summary>
    public async Task DrainAsync()
    {
        _isStopping = true;
#pragma warning disable RS0030 // A process that stops has so much time by the clock on the wall, whatever clock the hub goes by.
        var patience = Task.Delay(WebhookSender.AttemptTimeout + TimeSpan.FromSeconds(2));
#pragma warning restore RS0030
        while (!_running.IsEmpty && !patience.IsCompleted)
        {
            // What the last outcomes made room for may have begun meanwhile.
            await Task.WhenAny(Task.WhenAll(_running.Keys), patience);
        }

        // An outcome whose claim were given back first would be dropped, and its delivery made twice.
        await _group.WrittenAsync(CancellationToken.None);
        await _claims.ReleaseAsync([.. _held], CancellationToken.None);
    }

    private async Task RunAsync(ClaimedDelivery claim, CancellationToken stopping)
    {
        if (stopping.IsCancellationRequested || _isStopping)
        {
            return;
        }

        if (_delay.Enabled)
        {
            _delay.Record(Math.Max(0, (_clock.GetUtcNow() - claim.DueAt).TotalSeconds));
        }

        try
        {
            // Not tied to the stop: an attempt under way may end within its own time limit.
            var result = await _sender.SendAsync(claim, CancellationToken.None);
            _attempts.Add(1);
            if (_duration.Enabled)
            {
                _duration.Record(
                    result.Took.TotalSeconds,
                    new("outcome", result.Outcome.IsSuccess ? "success" : "failure"), new("error.type", result.Outcome.ErrorType), new("attempt.group", AttemptGroup(claim.Delivery.Attempts + 1)));
            }

            await _group.CommitAsync(result, CancellationToken.None);
        }
        catch (Exception exception)
        {
            // The lease brings it back.
            LogAttemptFailed(_logger, exception, claim.Delivery.Id);
            End(claim);
        }
    }

    private async Task WriteAsync(IReadOnlyList<DeliveryResult> group)
    {
        IReadOnlyList<ClaimedDelivery> next = [];
        try
        {
            next = await _outcomes.WriteAsync(group, _isStopping || _slots.Free < FreeForOthers ? DeliveryCapacity.None : new DeliveryCapacity(group.Count), CancellationToken.None);
        }
        catch (Exception exception)
        {
            LogNotCommitted(_logger, exception);
        }

        foreach (var result in group)
        {
            End(result.Claim);
        }

        await StartAsync(next, CancellationToken.None);
        RoomMade?.Invoke();
    }

    private void End(ClaimedDelivery claim)
    {
        _held.TryRemove(KeyValuePair.Create(claim.Delivery.Id, claim.ClaimId));
        _slots.Leave(claim.Endpoint.OrganizationId, claim.Endpoint.Id);
    }

    /// <summary>The first attempt is the receiver's ordinary speed; later ones are of receivers in trouble.</summary>
    private static string AttemptGroup(int attempt) => attempt switch
    {
        1 => "1",
        <= 3 => "2-3",
        _ => "4+",
    };

    [LoggerMessage(5001, LogLevel.Error, "Outcomes of deliveries could not be stored; their leases bring them back")]
    private static partial void LogNotCommitted(ILogger logger, Exception exception);

    [LoggerMessage(5002, LogLevel.Error, "Delivery {DeliveryId} could not be attempted; its lease brings it back")]
    private static partial void LogAttemptFailed(ILogger logger, Exception exception, Guid deliveryId);
}
