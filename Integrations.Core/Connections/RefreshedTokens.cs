using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Manifest;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Connections;

/// <summary>Keeps what a refresh gave: in the journal first, then in the database (RELIABILITY F4).</summary>
public sealed class RefreshedTokens(
    IDbContextFactory<IntegrationsDbContext> contexts, CredentialVault vault, RefreshJournal journal, ConnectorCatalog connectors, TimeProvider clock)
{
    private static readonly TimeSpan CommitPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan CommitPause = TimeSpan.FromMilliseconds(250);

    /// <summary>An answer that the database would not take in time: asking again could end a rotating grant.</summary>
    /// <returns>Whether there was one, and it is stored now.</returns>
    internal Task<bool> RecoverAsync(Connection connection, CancellationToken cancellationToken) => journal.RecoverAsync(connection, cancellationToken);

    /// <summary>For messages.</summary>
    internal string VendorOf(Connection connection) => connectors.Find(connection.ProviderKey)?.Manifest.DisplayName ?? connection.ProviderKey;

    internal async Task StoreAsync(Connection connection, Dictionary<string, string> fields, TokenGrant grant)
    {
        var manifest = connectors.Find(connection.ProviderKey)?.Manifest.Method(AuthKinds.OAuth2)?.OAuth;
        var now = clock.GetUtcNow();
        var (expiresAt, _) = TokenExpiry.Of(grant, manifest, now);
        var refreshAt = RefreshSchedule.Ahead(now, expiresAt);
        var entry = journal.Write(connection, fields, expiresAt);
        await KeepCommittingAsync(connection, fields, expiresAt, refreshAt);
        RefreshJournal.Remove(entry);
    }

    /// <summary>The vendor gives the answer once, so a database that refuses it is asked again for a minute; the journal has it meanwhile (RELIABILITY F4).</summary>
    private async Task KeepCommittingAsync(Connection connection, Dictionary<string, string> fields, DateTimeOffset? expiresAt, DateTimeOffset? refreshAt)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            try
            {
                await CommitAsync(connection, fields, expiresAt, refreshAt);
                return;
            }
            catch (Exception refused) when (refused.IsOfDatabase() && clock.GetElapsedTime(started) < CommitPatience)
            {
                await Task.Delay(CommitPause, clock);
            }
        }
    }

    private async Task CommitAsync(Connection connection, Dictionary<string, string> fields, DateTimeOffset? expiresAt, DateTimeOffset? refreshAt)
    {
        var ciphertext = vault.Protect(connection.OrganizationId, connection.Id, fields);
        await using var db = await contexts.CreateDbContextAsync();
        await db.WriteAsync(
            cancellationToken => db.Connections
                .Where(c => c.Id == connection.Id && c.TokenVersion == connection.TokenVersion && c.DisconnectedAt == null)
                .ExecuteUpdateAsync(
                    c => c.SetProperty(x => x.Ciphertext, ciphertext)
                        .SetProperty(x => x.ExpiresAt, expiresAt)
                        .SetProperty(x => x.RefreshAt, refreshAt)
                        .SetProperty(x => x.RefreshUnknownAt, (DateTimeOffset?)null)
                        .SetProperty(x => x.ExpiryNoticeDays, (int?)null)
                        .SetProperty(x => x.TokenVersion, x => x.TokenVersion + 1)
                        .SetProperty(x => x.RefreshLeaseBy, (string?)null)
                        .SetProperty(x => x.RefreshLeaseUntil, (DateTimeOffset?)null)
                        .SetProperty(x => x.RefreshFailures, 0)
                        .SetProperty(x => x.RefreshRetryAt, (DateTimeOffset?)null),
                    cancellationToken),
            CancellationToken.None);
    }
}
