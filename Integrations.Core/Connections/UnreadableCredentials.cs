using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Connections;

/// <summary>
/// Finds at start what the key ring cannot open (SECURITY T4): after a restore without its keys, or with the wrong ones, the
/// operator hears it from the hub and not from its users.
/// </summary>
public sealed partial class UnreadableCredentials(
    IDbContextFactory<IntegrationsDbContext> contexts, CredentialVault vault, ConnectionHealth health, ILogger<UnreadableCredentials> logger)
{
    private const int NamedMost = 20;
    private const int ChunkSize = 500;

    /// <summary>How many the last check found.</summary>
    public int Count { get; private set; }

    /// <summary>Tries every stored credential; those that do not open become errors that say "reconnect".</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var unreadable = new List<Connection>();
        var total = 0;
        var last = Guid.Empty;
        await using var db = (await contexts.CreateDbContextAsync(cancellationToken)).ForLongWork();
        while (true)
        {
            var chunk = await db.Connections.AsNoTracking().Where(c => c.Ciphertext != null && c.DisconnectedAt == null && c.Id > last)
                .OrderBy(c => c.Id).Take(ChunkSize).ToListAsync(cancellationToken);
            unreadable.AddRange(chunk.Where(c => vault.OpenFields(c) is null));
            total += chunk.Count;
            if (chunk.Count < ChunkSize)
            {
                break;
            }

            last = chunk[^1].Id;
        }

        Count = unreadable.Count;
        foreach (var connection in unreadable.Take(NamedMost))
        {
            LogUnreadable(logger, connection.SecretName, connection.ProviderKey);
        }

        foreach (var connection in unreadable)
        {
            if (connection.LastErrorCode != ConnectionFailures.Unreadable.Code)
            {
                await health.ReportAsync(connection, ConnectionFailures.Unreadable, validated: true, cancellationToken);
            }
        }

        if (Count > 0)
        {
            LogCount(logger, Count, total);
        }
    }

    [LoggerMessage(3121, LogLevel.Error, "The credential {SecretName} of {Provider} cannot be read with this key ring")]
    private static partial void LogUnreadable(ILogger logger, string secretName, string provider);

    [LoggerMessage(3122, LogLevel.Critical, "{Count} of {Total} stored credentials cannot be read: is this the key ring that wrote them? See docs/operations.md")]
    private static partial void LogCount(ILogger logger, int count, int total);
}
