using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Core.Instances;
using Integrations.Core.Storage;
using Integrations.Core.VendorEvents.Subscriptions;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.VendorEvents;

/// <summary>Takes what vendors send: verifies, stores durably, and lets the answer go (SECURITY W9 to W11).</summary>
public sealed partial class InboundService(
    IDbContextFactory<IntegrationsDbContext> contexts,
    ConnectorCatalog connectors,
    InboundSecrets secrets,
    ChannelSecrets channels,
    InboundProcessor processor,
    InboundStore store,
    IMeterFactory meters,
    TimeProvider clock,
    ILogger<InboundService> logger)
{
    /// <summary>The query parameter that carries the address's key.</summary>
    public const string KeyParameter = "key";

    private readonly Counter<long> _noted = meters.Create(Telemetry.Name).CreateCounter<long>("integrations.inbound.noted");
    private readonly Counter<long> _rejected = meters.Create(Telemetry.Name).CreateCounter<long>("integrations.inbound.rejected");

    /// <summary>Takes one request; an accepted one is on disk when this returns.</summary>
    /// <returns>
    /// <see cref="InboundVerdict.Rejected"/> for unknown addresses and wrong signatures alike; a delivery that came before is
    /// accepted again and has no second effect.
    /// </returns>
    public async Task<InboundVerdict> ReceiveAsync(string provider, Guid integrationId, InboundRequest request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // A channel's key names its channel; an integration may have both, either, or neither.
        var channelId = ChannelSecrets.ChannelOf(request.Query.GetValueOrDefault(KeyParameter));
        var found = await db.Instances.AsNoTracking().Where(i => i.Id == integrationId && i.ProviderKey == provider && i.DeletedAt == null)
            .Select(i => new
            {
                i.OrganizationId,
                Works = db.WorkingInstances().Any(w => w.Id == i.Id),
                Address = db.Set<InboundAddress>().FirstOrDefault(a => a.InstanceId == i.Id),
                Channel = db.Set<EventChannel>().FirstOrDefault(c => c.Id == channelId && c.InstanceId == i.Id),
            })
            .SingleOrDefaultAsync(cancellationToken);
        var verdict = Judge(provider, Accepted(found?.Address, found?.Channel), request);
        if (verdict is InboundVerdict.Rejected rejected)
        {
            _rejected.Add(1, new KeyValuePair<string, object?>("reason", rejected.Reason));
            LogRejected(logger, Text.Cut(provider, 60), integrationId, rejected.Reason);
            return verdict;
        }

        if (verdict is InboundVerdict.Noted noted)
        {
            _noted.Add(1, new KeyValuePair<string, object?>("provider", provider));
            if (found!.Works)
            {
                await store.AddAsync(Note(found.OrganizationId, integrationId, found.Channel?.ConnectionId, noted), cancellationToken);
            }

            return verdict;
        }

        // Switched off, or of an organization or a person that is disabled, means that nothing happens; the vendor need not know.
        if (verdict is InboundVerdict.Accepted accepted && found!.Works)
        {
            await store.AddAsync(Event(found.OrganizationId, integrationId, found.Channel?.ConnectionId, accepted), cancellationToken);
            processor.Wake();
        }

        return verdict;
    }

    /// <summary>A key that names a channel is that channel's or nobody's.</summary>
    private IEnumerable<InboundSecret> Accepted(InboundAddress? address, EventChannel? channel) =>
        channel is not null ? channels.Open(channel) is { } secret ? [secret] : []
        : address is not null ? secrets.Accepted(address)
        : [];

    private InboundVerdict Judge(string provider, IEnumerable<InboundSecret> accepted, InboundRequest request)
    {
        if (connectors.Find(provider)?.Connector is not IReceiveEvents receiving)
        {
            return new InboundVerdict.Rejected("provider");
        }

        var now = clock.GetUtcNow();
        var key = request.Query.GetValueOrDefault(KeyParameter);
        InboundVerdict? last = null;
        foreach (var secret in accepted)
        {
            if (new Secret(secret.Key).Matches(key))
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
    private InboundEvent Note(Guid organizationId, Guid instanceId, Guid? connectionId, InboundVerdict.Noted noted)
    {
        var kept = Event(organizationId, instanceId, connectionId, new InboundVerdict.Accepted(noted.DeliveryId, noted.EventType, []));
        (kept.ProcessedAt, kept.LastError) = (kept.ReceivedAt, Text.Cut(noted.Note, 1_000));
        return kept;
    }

    private InboundEvent Event(Guid organizationId, Guid instanceId, Guid? connectionId, InboundVerdict.Accepted accepted)
    {
        var now = clock.GetUtcNow();
        return new InboundEvent
        {
            Id = Guid.CreateVersion7(now),
            OrganizationId = organizationId,
            InstanceId = instanceId,
            ConnectionId = connectionId,
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
