using System.Text.Json;
using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;

namespace Integrations.Core.Connections;

/// <summary>Ends a connection: its ciphertext goes at once, and the vendor is asked to stop its channels and to forget the token (SECURITY O12).</summary>
public sealed class ConnectionTeardown(ConnectorCatalog connectors, CredentialVault vault, RevocationSweep sweep, TimeProvider clock)
{
    /// <summary>Changes the row in its context; the caller saves, then calls <see cref="Wake"/>.</summary>
    public void End(IntegrationsDbContext db, Connection connection)
    {
        var now = clock.GetUtcNow();
        var entry = connectors.Find(connection.ProviderKey);
        if ((entry?.Manifest.Method(connection.AuthKind)?.OAuth?.Revocation is not null || entry?.As<ISubscribeToEvents>() is not null)
            && vault.OpenFields(connection) is { } fields)
        {
            // The sweep asks whether another connection of the account still needs the grant.
            var kept = new Dictionary<string, string>(fields, StringComparer.Ordinal);
            if (connection.AccountId is { } account)
            {
                kept[RevocationSweep.Account] = account;
            }

            var id = Guid.CreateVersion7(now);
            db.Revocations.Add(new Revocation
            {
                Id = id,
                OrganizationId = connection.OrganizationId,
                InstanceId = connection.InstanceId,
                ConnectionId = connection.Id,
                ProviderKey = connection.ProviderKey,
                AuthKind = connection.AuthKind,
                Ciphertext = vault.Protect("revocation", connection.OrganizationId, id, "credential", JsonSerializer.Serialize(kept)),
                DueAt = now,
                CreatedAt = now,
            });
        }

        connection.Ciphertext = null;
        connection.IsRefreshable = false;
        (connection.ExpiresAt, connection.RefreshAt, connection.RefreshRetryAt, connection.CheckAt) = (null, null, null, null);
        connection.DisconnectedAt = now;
        connection.Status = ConnectionStatus.Revoked;
    }

    /// <summary>Starts the revocations that were just saved, without waiting for them.</summary>
    public void Wake() => sweep.Wake();
}
