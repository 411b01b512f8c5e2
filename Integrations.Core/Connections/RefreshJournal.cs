using System.Text.Json;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Connections;

/// <summary>
/// Keeps a vendor's answer to a refresh on this node's disk, protected, until it is committed: vendors that rotate tokens never
/// give the answer twice, so a crash in between would lose the connection (RELIABILITY F4).
/// </summary>
/// <param name="folder">This node's own.</param>
public sealed partial class RefreshJournal(
    RefreshJournalFolder folder, IDbContextFactory<IntegrationsDbContext> contexts, CredentialVault vault, ILogger<RefreshJournal> logger)
{
    private const string Kind = "refresh-journal";
    private const string Suffix = ".journal";

    /// <summary>On disk, not only in a cache, when this returns. A disk that takes nothing is logged: the refresh goes on without its net.</summary>
    internal string? Write(Connection connection, IReadOnlyDictionary<string, string> fields, DateTimeOffset? expiresAt)
    {
        try
        {
            Directory.CreateDirectory(folder.Path);
            var path = PathOf(connection);
            var entry = new Entry(connection.OrganizationId, connection.Id, connection.TokenVersion, expiresAt, Protect(connection, fields));
            using var file = new FileStream(path, OwnerOnly.Options(FileMode.Create, FileAccess.Write));
            JsonSerializer.Serialize(file, entry);
            file.Flush(flushToDisk: true);
            return path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotWritten(logger, exception, connection.Id);
            return null;
        }
    }

    /// <summary>Commits an answer to this version of the token that is still in the journal, if there is one.</summary>
    internal async Task<bool> RecoverAsync(Connection connection, CancellationToken cancellationToken)
    {
        var path = PathOf(connection);
        if (!File.Exists(path) || !TryRead(path, out var entry) || Open(entry) is not { } fields)
        {
            return false;
        }

        var saved = await CommitAsync(entry!, fields, cancellationToken);
        File.Delete(path);
        return saved == 1;
    }

    internal static void Remove(string? path)
    {
        if (path is not null)
        {
            File.Delete(path);
        }
    }

    /// <summary>Commits what a crash kept from being committed; at start, before anything refreshes.</summary>
    /// <returns>How many connections were saved so.</returns>
    public async Task<int> ReplayAsync(CancellationToken cancellationToken)
    {
        var saved = 0;
        foreach (var path in Directory.Exists(folder.Path) ? Directory.GetFiles(folder.Path, $"*{Suffix}") : [])
        {
            if (!TryRead(path, out var entry))
            {
                continue;
            }

            if (Open(entry) is { } fields)
            {
                saved += await CommitAsync(entry!, fields, cancellationToken);
            }

            // Torn, foreign or stale entries have nothing to give.
            File.Delete(path);
        }

        if (saved > 0)
        {
            LogReplayed(logger, saved);
        }

        return saved;
    }

    private string PathOf(Connection connection) => Path.Combine(folder.Path, $"{connection.Id:N}.{connection.TokenVersion}{Suffix}");

    private Dictionary<string, string>? Open(Entry? entry) =>
        entry is not null && vault.Open(Kind, entry.OrganizationId, entry.ConnectionId, "credential", entry.Ciphertext) is { } json
            ? JsonSerializer.Deserialize<Dictionary<string, string>>(json)
            : null;

    private string Protect(Connection connection, IReadOnlyDictionary<string, string> fields) =>
        vault.Protect(Kind, connection.OrganizationId, connection.Id, "credential", JsonSerializer.Serialize(fields));

    /// <returns>False for a file that another process is writing right now; it is that one's.</returns>
    private static bool TryRead(string path, out Entry? entry)
    {
        entry = null;
        try
        {
            using var file = File.OpenRead(path);
            entry = JsonSerializer.Deserialize<Entry>(file);
            return true;
        }
        catch (JsonException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private async Task<int> CommitAsync(Entry entry, Dictionary<string, string> fields, CancellationToken cancellationToken)
    {
        var ciphertext = vault.Protect(entry.OrganizationId, entry.ConnectionId, fields);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.WriteAsync(
            ct => db.Connections.Where(c => c.Id == entry.ConnectionId && c.TokenVersion == entry.TokenVersion && c.DisconnectedAt == null).ExecuteUpdateAsync(
                c => c.SetProperty(x => x.Ciphertext, ciphertext)
                    .SetProperty(x => x.ExpiresAt, entry.ExpiresAt)
                    .SetProperty(x => x.RefreshAt, entry.ExpiresAt)
                    .SetProperty(x => x.TokenVersion, x => x.TokenVersion + 1)
                    .SetProperty(x => x.RefreshLeaseBy, (string?)null)
                    .SetProperty(x => x.RefreshLeaseUntil, (DateTimeOffset?)null),
                ct),
            cancellationToken);
    }

    private sealed record Entry(Guid OrganizationId, Guid ConnectionId, int TokenVersion, DateTimeOffset? ExpiresAt, string Ciphertext);

    [LoggerMessage(3131, LogLevel.Error, "The refreshed token of connection {ConnectionId} could not be kept on disk before its commit")]
    private static partial void LogNotWritten(ILogger logger, Exception exception, Guid connectionId);

    [LoggerMessage(3132, LogLevel.Warning, "{Count} refreshed tokens that a crash kept from the database were committed from the journal")]
    private static partial void LogReplayed(ILogger logger, int count);
}
