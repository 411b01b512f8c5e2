using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using Integrations.Connectors.Contracts;
using Integrations.Core.Activity;
using Integrations.Core.Connections.Links;
using Integrations.Core.Events;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Connections;

/// <summary>Stores a checked credential as an integration's connection, with its audit entry and event, in one transaction.</summary>
public sealed partial class ConnectionStore(CredentialVault vault, AuditLog audit, Outbox outbox, IMeterFactory meters, TimeProvider clock, ILogger<ConnectionStore> logger)
{
    private readonly Counter<long> _unusual = meters.Create(Telemetry.Name).CreateCounter<long>("integrations.auth.failures", "{refusal}");

    /// <param name="db">Holds the tracked instance; saved here.</param>
    /// <param name="caller">Who connects.</param>
    /// <param name="instance">Tracked by <paramref name="db"/>.</param>
    /// <param name="owner">Whose connection it becomes; null for the organization's.</param>
    /// <param name="credential">Accepted by its vendor just now.</param>
    /// <param name="displayName">The person's own name for it.</param>
    /// <param name="allowAccountChange">Another account than before was confirmed (SECURITY O10).</param>
    /// <param name="cancellationToken">Ends the work.</param>
    internal async Task<Result<Connection>> SaveAsync(
        IntegrationsDbContext db, Caller caller, IntegrationInstance instance, Guid? owner, CheckedCredential credential, string? displayName, bool allowAccountChange, CancellationToken cancellationToken)
    {
        if (Text.CheckLength("displayName", displayName, 120) is { } tooLong)
        {
            return tooLong;
        }

        var now = clock.GetUtcNow();
        var connection = await db.Connections.SingleOrDefaultAsync(c => c.InstanceId == instance.Id && c.UserId == owner && c.DisconnectedAt == null, cancellationToken);
        if (connection is { AccountId: { } before } && (before != credential.Account.Id || !credential.Account.IsCertain) && !allowAccountChange)
        {
            // Perhaps a mistake, perhaps someone's link that leads to their own account (SECURITY L7, O10).
            _unusual.Add(1, new KeyValuePair<string, object?>("reason", "account_changed"));
            LogAccountChanged(logger, instance.Id, instance.ProviderKey);
            return ConnectionFailures.AccountChanged(credential.Provider.DisplayName, connection.AccountName ?? connection.AccountEmail ?? before, credential.Account.Name ?? credential.Account.Email);
        }

        var isNew = connection is null;
        if (connection is null)
        {
            connection = new Connection
            {
                Id = Guid.CreateVersion7(now),
                OrganizationId = instance.OrganizationId,
                InstanceId = instance.Id,
                ProviderKey = instance.ProviderKey,
                UserId = owner,
                AuthKind = credential.AuthKind,
                CreatedAt = now,
            };
            db.Connections.Add(connection);
        }

        var link = caller.LinkId is { } linkId ? await db.ConnectLinks.SingleOrDefaultAsync(l => l.Id == linkId, cancellationToken) : null;
        if (link is { DoneAt: not null } or { RevokedAt: not null })
        {
            return ConnectLinkFailures.Ended;
        }

        Fill(connection, credential, displayName, caller, now);
        instance.LastConnectedAt = now;
        instance.LastError = null;
        if (instance.Status != InstanceStatus.Disabled)
        {
            instance.Status = InstanceStatus.Connected;
            (instance.EnabledAt, instance.EnabledBy) = (instance.EnabledAt ?? now, instance.EnabledBy ?? caller.UserId);
        }

        audit.Add(db, caller, isNew ? "connection.connected" : "connection.credentials_changed", InstanceAudit.Target(instance), after: new { connection.AuthKind, connection.SecretName, connection.Scopes });
        outbox.Add(db, instance.OrganizationId, EventTypes.IntegrationConnected, new { integrationId = instance.Id, name = instance.Name, provider = instance.ProviderKey, connectionId = connection.Id });
        outbox.Add(db, instance.OrganizationId, isNew ? EventTypes.ConnectionCreated : EventTypes.ConnectionReconnected, new
        {
            integrationId = instance.Id,
            name = instance.Name,
            provider = instance.ProviderKey,
            connectionId = connection.Id,
            userId = owner,
            reference = instance.Reference,
            linkId = link?.Id,
        });
        if (link is not null)
        {
            (link.DoneAt, link.ConnectionId, link.FailureCode) = (now, connection.Id, null);
            audit.Add(db, caller, "connect_link.used", ConnectLinkService.Target(link), after: new { integrationId = instance.Id, connectionId = connection.Id });
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return connection;
        }
        catch (DbUpdateConcurrencyException)
        {
            return InstanceFailures.Stale;
        }
        catch (DbUpdateException taken) when (taken.IsUniqueViolation())
        {
            return isNew && !taken.Entries.Any(e => e.Entity is IntegrationInstance) ? InstanceFailures.Stale : InstanceFailures.NameTaken(instance.Name);
        }
    }

    private void Fill(Connection connection, CheckedCredential credential, string? displayName, Caller caller, DateTimeOffset now)
    {
        var account = credential.Account;
        connection.Status = ConnectionStatus.Active;
        connection.AuthKind = credential.AuthKind;
        connection.Ciphertext = vault.Protect(connection.OrganizationId, connection.Id, credential.Secrets);
        connection.CredentialVersion++;
        connection.TokenVersion++;
        connection.Hosts = credential.Hosts;
        connection.Facts = credential.Facts;
        connection.SecretHint = Hint(credential.Secrets);
        connection.DisplayName = displayName?.Trim() ?? connection.DisplayName;
        connection.AccountId = Text.Cut(account.Id, 300);
        connection.AccountName = Text.Cut(account.Name, 300);
        connection.AccountUsername = Text.Cut(account.Username, 300);
        connection.AccountEmail = Text.Cut(account.Email, 320);
        connection.AccountAvatarUrl = account.AvatarUrl?.Length <= 2_000 ? account.AvatarUrl : null;
        connection.AccountWorkspace = Text.Cut(account.Workspace, 300);
        connection.Scopes = credential.Scopes;
        connection.ExpiresAt = credential.ExpiresAt;
        connection.Expiry = credential.Expiry;
        connection.IsRefreshable = credential.Secrets.ContainsKey(VendorCredential.RefreshToken);
        connection.RefreshAt = connection.IsRefreshable ? RefreshSchedule.Ahead(now, credential.ExpiresAt) : null;
        (connection.RefreshUnknownAt, connection.ExpiryNoticeDays, connection.CheckAt) = (null, null, null);
        (connection.LastError, connection.LastErrorCode, connection.ErrorCount) = (null, null, 0);
        (connection.RefreshFailures, connection.RefreshRetryAt, connection.RefreshLeaseBy, connection.RefreshLeaseUntil) = (0, null, null, null);
        (connection.ConnectedAt, connection.ConnectedBy, connection.LastValidatedAt) = (now, caller.UserId, now);
    }

    /// <summary>A fingerprint: enough to tell two credentials apart, useless to an attacker (SECURITY T5).</summary>
    private static string? Hint(IReadOnlyDictionary<string, string> secrets)
    {
        var main = secrets.GetValueOrDefault(VendorCredential.AccessToken) ?? secrets.Values.OrderByDescending(v => v.Length).FirstOrDefault();
        return main is null ? null : $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(main)))[..8]}";
    }

    [LoggerMessage(3141, LogLevel.Warning, "A connection of {InstanceId} ({Provider}) was about to change to another account; it waits for a person to confirm")]
    private static partial void LogAccountChanged(ILogger logger, Guid instanceId, string provider);
}
