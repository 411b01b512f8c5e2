using Integrations.Core.Activity;
using Integrations.Core.Events;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Connections;

/// <summary>Ends connections that people no longer want.</summary>
public sealed class Disconnecting(
    IDbContextFactory<IntegrationsDbContext> contexts, ConnectionTeardown teardown, ConnectionAttempts attempts, AuditLog audit, Outbox outbox, TimeProvider clock)
{
    /// <summary>Ends the caller's connection: the ciphertext goes at once, the vendor is asked to forget the token.</summary>
    /// <returns>When it was disconnected; a second time is not an error.</returns>
    internal async Task<Result<DateTimeOffset>> DisconnectAsync(Caller caller, Guid instanceId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await ConnectionService.ForConnectingAsync(db, caller, instanceId, cancellationToken);
        if (!found.TryGet(out var instance, out var refused))
        {
            return refused;
        }

        var now = clock.GetUtcNow();
        if (await db.Connections.UsedBy(caller, instance).SingleOrDefaultAsync(cancellationToken) is not { } connection)
        {
            return now;
        }

        teardown.End(db, connection);
        instance.LoseConnection();

        audit.Add(db, caller, "connection.disconnected", InstanceAudit.Target(instance), new { account = connection.AccountName ?? connection.AccountId });
        outbox.AddDisconnected(db, instance, "disconnected");
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return InstanceFailures.Stale;
        }

        teardown.Wake();
        await attempts.RecordEndAsync(caller, connection, cancellationToken);
        return now;
    }
}
