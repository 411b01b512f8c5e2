using Integrations.Connectors.Contracts;
using Integrations.Primitives;

namespace Integrations.Core.VendorEvents;

/// <summary>Makes events of what is genuine, and has them handled.</summary>
public sealed class InboundIntake(InboundStore store, InboundProcessor processor, TimeProvider clock)
{
    /// <summary>Stores what is to be stored of it; it is on disk when this returns.</summary>
    /// <returns>False, and nothing is stored, when the target is another by now.</returns>
    internal async Task<bool> TakeAsync(InboundTarget target, InboundVerdict verdict, CancellationToken cancellationToken)
    {
        var kept = verdict switch
        {
            InboundVerdict.Accepted accepted => Event(target, accepted),
            InboundVerdict.Noted noted => Note(target, noted),
            _ => null,
        };

        // Switched off, or of an organization or a person that is disabled, means that nothing happens; the vendor need not know.
        if (kept is null || !target.Works)
        {
            return true;
        }

        var isStored = await store.AddAsync(kept, target, cancellationToken);
        if (isStored && kept.ProcessedAt is null)
        {
            processor.Wake();
        }

        return isStored;
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
            ConnectionId = target.Subscription?.ConnectionId,
            DeliveryId = InboundEvent.KeptId(accepted.DeliveryId),
            EventType = Text.Cut(accepted.EventType, 200),
            Touched = accepted.Touched,
            ReceivedAt = now,
            DueAt = now,
            TraceParent = Telemetry.TraceParent,
        };
    }
}
