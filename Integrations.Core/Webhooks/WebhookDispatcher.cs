using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Webhooks;

/// <summary>
/// Moves events to their receivers: claims what is due, makes deliveries of what happened, and hands both to the runner. A crash at any moment
/// loses nothing: what was not committed is due again when its lease ends.
/// </summary>
public sealed class WebhookDispatcher(WebhookFanOut fanOut, DeliveryClaims claims, DeliveryRunner runner, WriteLock gate, TimeProvider clock, ILogger<WebhookDispatcher> logger)
    : BackgroundLoop(clock, logger)
{
    /// <summary>Less room is not worth a claim: more comes with the next outcomes.</summary>
    private const int FewestToClaim = 32;

    /// <inheritdoc/>
    protected override TimeSpan Period => TimeSpan.FromSeconds(1);

    /// <summary>Starts what is due, and then what is new, as far as there is room: what waits comes first.</summary>
    public override async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var isWorthIt = runner.Capacity.Limit >= FewestToClaim;
        var due = isWorthIt ? await claims.ClaimAsync(runner.Capacity, cancellationToken) : [];
        await runner.StartAsync(due, cancellationToken);
        var (events, born) = await fanOut.FanOutAsync(isWorthIt ? runner.Capacity : DeliveryCapacity.None, cancellationToken);
        await runner.StartAsync(born, cancellationToken);
        return due.Count + events;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Woken by this process's own commits, on either database; the period is only a net.
        gate.EventsCommitted += Wake;
        runner.RoomMade += Wake;
        try
        {
            await base.ExecuteAsync(stoppingToken);
        }
        finally
        {
            gate.EventsCommitted -= Wake;
            runner.RoomMade -= Wake;
        }

        await runner.DrainAsync();
    }
}
