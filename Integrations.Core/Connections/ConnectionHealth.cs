using Integrations.Core.Events;
using Integrations.Core.Instances;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Connections;

/// <summary>
/// Keeps a connection's state true to what its vendor answers: errors are counted, the fifth in a row makes it an error
/// (004), a refusal of the credential ends it at once, a success resets all.
/// </summary>
public sealed class ConnectionHealth(IDbContextFactory<IntegrationsDbContext> contexts, Outbox outbox, TimeProvider clock)
{
    /// <summary>"Last used" is kept to the minute: a write per call would be the most expensive part of a call.</summary>
    private static readonly TimeSpan UseResolution = TimeSpan.FromMinutes(1);

    private const int MaxAttempts = 20;

    /// <summary>Reports how a vendor operation ended.</summary>
    /// <param name="connection">As it was opened.</param>
    /// <param name="failure">Null for a success.</param>
    /// <param name="validated">The operation was a connection test.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task ReportAsync(Connection connection, Failure? failure, bool validated, CancellationToken cancellationToken)
    {
        var counts = failure is null || CountsAgainst(failure);
        var isNews = connection.ErrorCount > 0 || connection.Status != ConnectionStatus.Active || connection.LastError is not null;
        var now = clock.GetUtcNow();
        if (!counts || (failure is null && !validated && !isNews && now - connection.LastUsedAt < UseResolution))
        {
            return;
        }

        if (failure is null && !isNews)
        {
            await TouchAsync(connection, validated, now, cancellationToken);
            return;
        }

        await ChangeAsync(
            connection.Id,
            (current, _) =>
            {
                current.LastUsedAt = now;
                if (failure is null)
                {
                    (current.ErrorCount, current.LastError, current.LastErrorCode, current.Status) = (0, null, null, ConnectionStatus.Active);
                    current.LastValidatedAt = validated ? now : current.LastValidatedAt;
                }
                else
                {
                    Fail(current, failure);
                }
            },
            cancellationToken);
    }

    /// <summary>Reports a refresh that failed: permanent ones end the connection, others are tried again on the schedule (RELIABILITY R11).</summary>
    internal Task ReportRefreshAsync(Connection connection, Failure failure, CancellationToken cancellationToken) => ChangeAsync(
        connection.Id,
        (current, now) =>
        {
            (current.RefreshLeaseBy, current.RefreshLeaseUntil) = (null, null);
            if (failure.Kind == FailureKind.CredentialRefused)
            {
                current.Status = failure.Code == ConnectionFailures.Unreadable.Code ? ConnectionStatus.Error : ConnectionStatus.Expired;
                (current.RefreshRetryAt, current.RefreshUnknownAt) = (null, null);
                Fail(current, failure);
            }
            else
            {
                current.RefreshFailures++;
                current.RefreshRetryAt = now + Longer(Jitter.Around(RefreshSchedule.Wait(current.RefreshFailures)), failure.RetryAfter);
                // No status means that no answer came: the vendor may have used up the token all the same (F6).
                current.RefreshUnknownAt = failure is { Kind: FailureKind.VendorUnavailable, VendorStatus: null } ? now : null;
                if (current.RefreshFailures >= RefreshSchedule.MostFailures)
                {
                    current.Status = ConnectionStatus.Error;
                    current.RefreshRetryAt = null;
                }

                if (current.ExpiresAt < now)
                {
                    Fail(current, failure);
                }
            }
        },
        cancellationToken);

    private static TimeSpan Longer(TimeSpan wait, TimeSpan? asked) => asked > wait ? asked.Value : wait;

    // A vendor that was not asked did not fail.
    private static bool CountsAgainst(Failure failure) =>
        failure.Kind is FailureKind.CredentialRefused or FailureKind.VendorUnavailable && failure.Code != Connectors.Http.VendorFailures.LeftAloneCode;

    private static void Fail(Connection connection, Failure failure)
    {
        connection.ErrorCount++;
        connection.LastError = Text.Cut(failure.Message, 1_000);
        connection.LastErrorCode = failure.Code;
        if (failure.Kind == FailureKind.CredentialRefused && connection.Status == ConnectionStatus.Active)
        {
            // A vendor does not say whether a token was revoked or ran out; we know when it should have ended.
            connection.Status = failure.Code == ConnectionFailures.UnreadableCode ? ConnectionStatus.Error : ConnectionStatus.Revoked;
        }
        else if (connection.ErrorCount >= Connection.ErrorThreshold && connection.Status == ConnectionStatus.Active)
        {
            connection.Status = ConnectionStatus.Error;
        }
    }

    /// <summary>A success that changes no state: times only, so that many callers at once do not stand in each other's way.</summary>
    private async Task TouchAsync(Connection connection, bool validated, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.WriteAsync(
            async ct =>
            {
                await db.Connections.Where(c => c.Id == connection.Id).ExecuteUpdateAsync(
                    c => c.SetProperty(x => x.LastUsedAt, now).SetProperty(x => x.LastValidatedAt, x => validated ? now : x.LastValidatedAt), ct);
                return await db.Instances.Where(i => i.Id == connection.InstanceId).ExecuteUpdateAsync(i => i.SetProperty(x => x.LastUsedAt, now), ct);
            },
            cancellationToken);
    }

    /// <summary>On SQLite the turn to write makes this one step; elsewhere a lost race reads again.</summary>
    private Task<int> ChangeAsync(Guid connectionId, Action<Connection, DateTimeOffset> change, CancellationToken cancellationToken) => contexts.WriteAgainAsync(
        MaxAttempts, LostRaces.IsStale, db => db.WriteAsync(ct => ChangeAsync(db, connectionId, change, ct), cancellationToken), cancellationToken);

    private async Task<int> ChangeAsync(IntegrationsDbContext db, Guid connectionId, Action<Connection, DateTimeOffset> change, CancellationToken cancellationToken)
    {
        if (await db.Connections.SingleOrDefaultAsync(c => c.Id == connectionId && c.DisconnectedAt == null, cancellationToken) is not { } connection)
        {
            return 0;
        }

        var before = connection.Status;
        change(connection, clock.GetUtcNow());
        if (await db.Instances.SingleOrDefaultAsync(i => i.Id == connection.InstanceId, cancellationToken) is { } instance)
        {
            Follow(db, instance, connection, before);
        }

        return await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The integration's own state follows the organization's connection, or its owner's; another user's trouble is theirs alone.</summary>
    private void Follow(IntegrationsDbContext db, IntegrationInstance instance, Connection connection, ConnectionStatus before)
    {
        instance.LastUsedAt = connection.LastUsedAt ?? instance.LastUsedAt;
        if (instance.UserScoped || instance.Status == InstanceStatus.Disabled)
        {
            return;
        }

        var isActive = connection.Status == ConnectionStatus.Active;
        instance.LastError = connection.LastError;
        instance.Status = isActive ? InstanceStatus.Connected : InstanceStatus.Error;
        if (isActive != (before == ConnectionStatus.Active))
        {
            outbox.Add(db, instance.OrganizationId, isActive ? EventTypes.IntegrationRecovered : EventTypes.IntegrationError, new
            {
                integrationId = instance.Id,
                name = instance.Name,
                provider = instance.ProviderKey,
                connectionStatus = connection.Status.ToString().ToLowerInvariant(),
                error = connection.LastError,
            });
        }
    }
}
