using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Core.Activity;
using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.VendorEvents.Subscriptions;

/// <summary>Opens, renews and stops subscriptions at the vendors.</summary>
public sealed partial class SubscriptionCalls(
    VendorSessions sessions, SubscriptionSecrets secrets, ConnectorCatalog connectors, ActivityLog activity, TimeProvider clock, ILogger<SubscriptionCalls> logger)
{
    /// <summary>Null when the vendor tells nothing, or the subscription's secret cannot be read.</summary>
    internal (ISubscribeToEvents Vendor, InboundSecret Secret)? Find(EventSubscription subscription) =>
        connectors.Find(subscription.ProviderKey)?.As<ISubscribeToEvents>() is { } opening && secrets.Open(subscription) is { } secret ? (opening, secret) : null;

    /// <summary>Opens it, or renews what is open.</summary>
    internal async Task<Result<OpenedSubscription>> AskAsync(
        EventSubscription subscription, IntegrationInstance instance, Connection connection, ISubscribeToEvents opening, InboundSecret secret, CancellationToken cancellationToken)
    {
        var session = await sessions.OpenAsync(instance, connection, background: true, cancellationToken);
        if (!session.TryGet(out var open, out var failure))
        {
            return failure;
        }

        using (open)
        {
            var order = new SubscriptionRequest(subscription.Resource, secrets.AddressOf(subscription, secret), new Secret(secret.Value));
            return await open.Session.CallAsync(
                () => Current(subscription) is { } current
                    ? opening.RenewSubscriptionAsync(open.Session, order, current, cancellationToken)
                    : opening.SubscribeAsync(open.Session, order, cancellationToken),
                cancellationToken);
        }
    }

    /// <summary>Stops what is open; one that cannot be stopped ends by itself.</summary>
    internal async Task StopAsync(EventSubscription subscription, IntegrationInstance instance, Connection connection, ISubscribeToEvents opening, CancellationToken cancellationToken)
    {
        if (Current(subscription) is not { } current)
        {
            return;
        }

        var session = await sessions.OpenAsync(instance, connection, background: true, cancellationToken);
        if (session.TryGet(out var open, out var failure))
        {
            using (open)
            {
                failure = (await open.Session.CallAsync(() => opening.UnsubscribeAsync(open.Session, current, cancellationToken), cancellationToken)).Failure;
            }
        }

        if (failure is not null)
        {
            // It ends by itself; what it tells until then is refused.
            LogNotStopped(logger, subscription.Resource, subscription.InstanceId, failure.Code);
        }
    }

    /// <summary>What the vendor has, as far as we know; one that must have ended there is none.</summary>
    private OpenedSubscription? Current(EventSubscription subscription) =>
        subscription is { ExternalId: { } id, EndsAt: { } end } && end > clock.GetUtcNow() ? new OpenedSubscription(id, subscription.ExternalResourceId, end) : null;

    /// <summary>In the activity, and in the log: pulls go on without it.</summary>
    internal Task TellAsync(EventSubscription subscription, Connection connection, Failure failure, CancellationToken cancellationToken)
    {
        LogNotOpen(logger, subscription.Resource, subscription.InstanceId, failure.Code);
        var caller = Caller.Job(subscription.OrganizationId, "subscriptions") with { UserId = connection.UserId };
        return activity.RecordAsync(
            activity.Entry(caller, subscription.OrganizationId, subscription.InstanceId, connection.UserId is not null, ActivityTypes.Subscription, TimeSpan.Zero, failure),
            cancellationToken);
    }

    [LoggerMessage(5301, LogLevel.Warning, "The subscription '{Resource}' of {InstanceId} is not open: {Code}. Pulls go on")]
    private static partial void LogNotOpen(ILogger logger, string resource, Guid instanceId, string code);

    [LoggerMessage(5302, LogLevel.Information, "The subscription '{Resource}' of {InstanceId} could not be stopped and ends by itself: {Code}")]
    private static partial void LogNotStopped(ILogger logger, string resource, Guid instanceId, string code);
}
