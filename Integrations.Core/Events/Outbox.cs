using Integrations.Core.Storage;

namespace Integrations.Core.Events;

/// <summary>Adds outbound events to a change's own context: no change without its event, no event without its change (RELIABILITY D4).</summary>
public sealed class Outbox(TimeProvider clock)
{
    /// <param name="db">The context that saves the change.</param>
    /// <param name="organizationId">Only its endpoints receive the event (SECURITY W7).</param>
    /// <param name="type">One of <see cref="EventTypes"/>.</param>
    /// <param name="data">Serialized with web defaults; carries no credentials.</param>
    public void Add(IntegrationsDbContext db, Guid organizationId, string type, object data) =>
        db.OutboxEvents.Add(OutboxEvent.Of(organizationId, type, data, clock.GetUtcNow()));
}
