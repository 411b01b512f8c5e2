using Integrations.Core.Events;
using Integrations.Core.Instances;
using Integrations.Core.Storage;

namespace Integrations.Core.Connections;

internal static class InstanceEvents
{
    /// <summary>Tells that an integration has lost what it was connected with.</summary>
    /// <param name="outbox">Takes the event.</param>
    /// <param name="db">The context that saves the change.</param>
    /// <param name="instance">The integration.</param>
    /// <param name="reason">A word for programs: <c>disconnected</c>, <c>deleted</c>, <c>transferred</c>, <c>member_disabled</c>.</param>
    public static void AddDisconnected(this Outbox outbox, IntegrationsDbContext db, IntegrationInstance instance, string reason) => outbox.Add(
        db, instance.OrganizationId, EventTypes.IntegrationDisconnected, new { integrationId = instance.Id, name = instance.Name, provider = instance.ProviderKey, reason });
}
