using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Core.VendorEvents.Subscriptions;
using Integrations.Primitives;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.VendorEvents;

/// <summary>Takes what vendors send: verifies, stores durably, and lets the answer go (SECURITY W9 to W11).</summary>
public sealed partial class InboundService(
    InboundTargets targets,
    ConnectorCatalog connectors,
    InboundSecrets secrets,
    InboundProcessor processor,
    InboundStore store,
    IMeterFactory meters,
    TimeProvider clock,
    ILogger<InboundService> logger)
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
        // A channel's key names its channel; an integration may have both, either, or neither.
        var channelId = SubscriptionSecrets.ChannelOf(request.Query.GetValueOrDefault(KeyParameter));
        var (target, verdict) = (targets.Find(integrationId, channelId), (InboundVerdict?)null);
        if (target is not null)
        {
            verdict = Judge(provider, target, request);
            if (verdict is not InboundVerdict.Rejected && await EndAsync(provider, target, verdict, cancellationToken))
            {
                return verdict;
            }
        }

        // Only what the database says now is refused; and what changed while it was being stored is looked at again.
        for (var look = 0; look < MostLooks; look++)
        {
            var now = await targets.ReadAsync(integrationId, channelId, cancellationToken);
            verdict = verdict is InboundVerdict.Rejected && target?.IsSameAs(now) == true ? verdict : Judge(provider, now, request);
            target = now;
            if (verdict is InboundVerdict.Rejected rejected)
            {
                _rejected.Add(1, new KeyValuePair<string, object?>("reason", rejected.Reason));
                LogRejected(logger, Text.Cut(provider, 60), integrationId, rejected.Reason);
                return verdict;
            }

            if (await EndAsync(provider, now!, verdict, cancellationToken))
            {
                return verdict;
            }
        }

        throw new InvalidOperationException("The integration changed again and again while a delivery to it was stored.");
    }

    /// <summary>Stores what is to be stored.</summary>
    /// <returns>False when the target is another by now.</returns>
    private async Task<bool> EndAsync(string provider, InboundTarget target, InboundVerdict verdict, CancellationToken cancellationToken)
    {
        var kept = verdict switch
        {
            InboundVerdict.Accepted accepted => Event(target, accepted),
            InboundVerdict.Noted noted => Note(target, noted),
            _ => null,
        };

        // Switched off, or of an organization or a person that is disabled, means that nothing happens; the vendor need not know.
        if (kept is not null && target.Works)
        {
            if (!await store.AddAsync(kept, target, cancellationToken))
            {
                return false;
            }

            if (kept.ProcessedAt is null)
            {
                processor.Wake();
            }
        }

        if (verdict is InboundVerdict.Noted)
        {
            _noted.Add(1, new KeyValuePair<string, object?>("provider", provider));
        }

        return true;
    }

    private InboundVerdict Judge(string provider, InboundTarget? target, InboundRequest request)
    {
        if (connectors.Find(provider)?.Connector is not IReceiveEvents receiving)
        {
            return new InboundVerdict.Rejected("provider");
        }

        var now = clock.GetUtcNow();
        var key = request.Query.GetValueOrDefault(KeyParameter);
        InboundVerdict? last = null;
        foreach (var (secret, until) in target?.ProviderKey == provider ? target.Secrets : [])
        {
            if (!(until <= now) && new Secret(secret.Key).Matches(key))
            {
                last = receiving.ReceiveSafely(request, new Secret(secret.Value), now);
                if (last is not InboundVerdict.Rejected)
                {
                    return last;
                }
            }
        }

        if (last is null)
        {
            // The same work as for a known address.
            _ = receiving.ReceiveSafely(request, new Secret(secrets.Decoy.Value), now);
        }

        return last ?? new InboundVerdict.Rejected("address");
    }

    /// <summary>Kept for the integration's page, as an event that has had its effect: none.</summary>
    private InboundEvent Note(InboundTarget target, InboundVerdict.Noted noted)
    {
        var kept = Event(target, new InboundVerdict.Accepted(noted.DeliveryId, noted.EventType, []));
        (kept.ProcessedAt, kept.LastError) = (kept.ReceivedAt, Text.Cut(noted.Note, 1_000));
        return kept;
    }

    private InboundEvent Event(InboundTarget target, InboundVerdict.Accepted accepted)
    {
        var now = clock.GetUtcNow();
        return new InboundEvent
        {
            Id = Guid.CreateVersion7(now),
            OrganizationId = target.OrganizationId,
            InstanceId = target.InstanceId,
            ConnectionId = target.Channel?.ConnectionId,
            DeliveryId = accepted.DeliveryId.Length <= InboundEvent.DeliveryIdMaxLength
                ? accepted.DeliveryId
                : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(accepted.DeliveryId))),
            EventType = Text.Cut(accepted.EventType, 200),
            Touched = accepted.Touched,
            ReceivedAt = now,
            DueAt = now,
            TraceParent = Telemetry.TraceParent,
        };
    }

    [LoggerMessage(5201, LogLevel.Warning, "An inbound delivery to {Provider} {InstanceId} was refused: {Reason}")]
    private static partial void LogRejected(ILogger logger, string provider, Guid instanceId, string reason);
}
