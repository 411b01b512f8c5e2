using System.Diagnostics.Metrics;
using Integrations.Connectors.Contracts;
using Integrations.Core.VendorEvents.Inbox;
using Integrations.Core.VendorEvents.Subscriptions;
using Integrations.Primitives;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.VendorEvents;

/// <summary>Takes what vendors send: verifies, stores durably, and lets the answer go (SECURITY W9 to W11).</summary>
public sealed partial class InboundService(
    InboundTargets targets, InboundJudge judge, InboundIntake intake, InboxRecorder inbox, IMeterFactory meters, ILogger<InboundService> logger)
{
    /// <summary>The query parameter that carries the address's key.</summary>
    public const string KeyParameter = "key";

    private const int MostLooks = 5;

    private readonly Counter<long> _noted = meters.Create(Telemetry.Name).CreateCounter<long>("integrations.inbound.noted");
    private readonly Counter<long> _rejected = meters.Create(Telemetry.Name).CreateCounter<long>("integrations.inbound.rejected");

    /// <summary>Takes one request; an accepted one is on disk when this returns.</summary>
    /// <returns>
    /// <see cref="InboundVerdict.Rejected"/> for unknown addresses and wrong signatures alike; a delivery that came before is
    /// accepted again and has no second effect.
    /// </returns>
    public async Task<InboundVerdict> ReceiveAsync(string provider, Guid integrationId, InboundRequest request, CancellationToken cancellationToken)
    {
        var subscriptionId = SubscriptionOf(request);
        var (target, verdict) = (targets.Find(integrationId, subscriptionId), (InboundVerdict?)null);
        if (target is not null)
        {
            verdict = judge.Judge(provider, target, request);
            if (verdict is not InboundVerdict.Rejected && await EndAsync(provider, target, request, verdict, cancellationToken))
            {
                return verdict;
            }
        }

        // Only what the database says now is refused; and what changed while it was being stored is looked at again.
        for (var look = 0; look < MostLooks; look++)
        {
            var now = await targets.ReadAsync(integrationId, subscriptionId, cancellationToken);
            verdict = verdict is InboundVerdict.Rejected && target?.IsSameAs(now) == true ? verdict : judge.Judge(provider, now, request);
            target = now;
            if (verdict is InboundVerdict.Rejected rejected)
            {
                _rejected.Add(1, new KeyValuePair<string, object?>("reason", rejected.Reason));
                LogRejected(logger, Text.Cut(provider, 60), integrationId, rejected.Whole);
                Keep(target, request, rejected);
                return verdict;
            }

            if (await EndAsync(provider, now!, request, verdict, cancellationToken))
            {
                return verdict;
            }
        }

        throw new InvalidOperationException("The integration changed again and again while a delivery to it was stored.");
    }

    /// <summary>A subscription's key names it; an integration may have that, an address of its own, either, or neither.</summary>
    internal static Guid? SubscriptionOf(InboundRequest request) => SubscriptionSecrets.SubscriptionOf(request.Query.GetValueOrDefault(KeyParameter));

    /// <returns>False when the target is another by now.</returns>
    private async Task<bool> EndAsync(string provider, InboundTarget target, InboundRequest request, InboundVerdict verdict, CancellationToken cancellationToken)
    {
        if (!await intake.TakeAsync(target, verdict, cancellationToken))
        {
            return false;
        }

        Keep(target, request, verdict);
        if (verdict is InboundVerdict.Noted)
        {
            _noted.Add(1, new KeyValuePair<string, object?>("provider", provider));
        }

        return true;
    }

    /// <summary>Only what came to an address that is open: of others there is no one to look at it.</summary>
    private void Keep(InboundTarget? target, InboundRequest request, InboundVerdict verdict)
    {
        if (target is { Works: true } && (target.Address is not null || target.Subscription is not null))
        {
            inbox.Keep(target, request, verdict);
        }
    }

    [LoggerMessage(5201, LogLevel.Warning, "An inbound delivery to {Provider} {InstanceId} was refused: {Reason}")]
    private static partial void LogRejected(ILogger logger, string provider, Guid instanceId, string reason);
}
