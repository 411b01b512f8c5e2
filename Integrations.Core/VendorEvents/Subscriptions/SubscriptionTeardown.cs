using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Core.Connections;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.VendorEvents.Subscriptions;

/// <summary>Stops a disconnected connection's subscriptions, with the credential that is about to be forgotten.</summary>
public sealed partial class SubscriptionTeardown(IDbContextFactory<IntegrationsDbContext> contexts, VendorSessions sessions, ConnectorCatalog connectors, ILogger<SubscriptionTeardown> logger) : IBeforeRevocation
{
    /// <summary>Asks the vendor once for each; what it does not stop ends by itself, and what that still tells is refused here.</summary>
    /// <param name="connectionId">Disconnected.</param>
    /// <param name="credential">As it was stored until then.</param>
    /// <param name="cancellationToken">Ends the vendor's calls too.</param>
    public async Task EndAsync(Guid connectionId, IReadOnlyDictionary<string, string> credential, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var subscriptions = await db.EventSubscriptions.AsNoTracking().Where(c => c.ConnectionId == connectionId).ToListAsync(cancellationToken);
        var connection = await db.Connections.AsNoTracking().SingleOrDefaultAsync(c => c.Id == connectionId, cancellationToken);
        if (subscriptions.Count == 0 || connection is null || connectors.Find(connection.ProviderKey) is not { Connector: ISubscribeToEvents opening } entry)
        {
            return;
        }

        using var session = sessions.Try(entry, connection.AuthKind, new VendorCredential(connection.AuthKind, credential), connection.Facts, [.. connection.Hosts]);
        foreach (var subscription in subscriptions.Where(c => c.ExternalId is not null))
        {
            var stopped = await session.CallAsync(
                () => opening.UnsubscribeAsync(session, new OpenedSubscription(subscription.ExternalId!, subscription.ExternalResourceId, subscription.EndsAt ?? DateTimeOffset.MaxValue), cancellationToken), cancellationToken);
            if (stopped.Failure is { } failure)
            {
                LogNotStopped(logger, subscription.Resource, subscription.InstanceId, failure.Code);
            }
        }

        await db.WriteAsync(ct => db.EventSubscriptions.Where(c => c.ConnectionId == connectionId).ExecuteDeleteAsync(ct), cancellationToken);
    }

    [LoggerMessage(5303, LogLevel.Information, "The subscription '{Resource}' of the disconnected {InstanceId} could not be stopped and ends by itself: {Code}")]
    private static partial void LogNotStopped(ILogger logger, string resource, Guid instanceId, string code);
}
