using Integrations.Core.Permissions;
using Integrations.Primitives;

namespace Integrations.Core.Webhooks;

/// <summary>Sends a test event at once and waits for the receiver's answer. The delivery is in the log like every other, and is tried again like every other.</summary>
public sealed class WebhookProbe(WebhookEndpointService webhooks, WebhookSender sender, DeliveryOutcomes outcomes)
{
    /// <summary>Sends one test event and says how it went; it takes up to <see cref="WebhookSender.AttemptTimeout"/>.</summary>
    /// <returns>How the receiver answered, which may be a failure of its own; or <c>permission_denied</c>, or not found.</returns>
    public async Task<Result<ProbeOutcome>> TestAsync(Caller caller, Guid endpointId, CancellationToken cancellationToken)
    {
        var queued = await webhooks.QueueTestAsync(caller, endpointId, Guid.NewGuid(), cancellationToken);
        if (!queued.TryGet(out var claim, out var failure))
        {
            return failure;
        }

        // Once sent, how it ended is kept, whether or not the caller still waits.
        var result = await sender.SendAsync(claim, CancellationToken.None);
        await outcomes.WriteAsync([result], CancellationToken.None);
        return new ProbeOutcome(result.Error, result.StartedAt, result.Took);
    }
}
