using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Primitives;

namespace Integrations.Core.Bulk;

/// <summary>What a batch does with one integration. Each act can be done twice without harm.</summary>
public sealed class BatchActs(InstanceService instances, IntegrationActions actions, BulkDisconnect everyConnection)
{
    /// <param name="attempt">From 1; an act that was begun before may have been done then.</param>
    /// <returns>Null when it was done.</returns>
    internal async Task<Failure?> DoAsync(Caller caller, BatchAction action, Guid instanceId, int attempt, CancellationToken cancellationToken)
    {
        switch (action)
        {
            case BatchAction.Enable:
                return (await instances.ActivateAsync(caller, instanceId, cancellationToken)).Failure;
            case BatchAction.Disable:
                return (await instances.DeactivateAsync(caller, instanceId, cancellationToken)).Failure;
            case BatchAction.Disconnect:
                return (await everyConnection.DisconnectAsync(caller, instanceId, cancellationToken)).Failure;
            case BatchAction.Test:
                var tested = await actions.TestIntegrationAsync(caller, instanceId, cancellationToken);
                return tested.TryGet(out var outcome, out var refused) ? outcome.Failure : refused;
            case BatchAction.Delete:
                var failure = (await instances.DeleteAsync(caller, instanceId, cancellationToken)).Failure;
                // Begun before and cut off before it could be noted: it was deleted then.
                return attempt > 1 && failure == InstanceFailures.NotFound ? null : failure;
            default:
                throw new ArgumentOutOfRangeException(nameof(action), action, "There is no such act.");
        }
    }
}
