using Integrations.Core.Jobs;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Webhooks;

/// <summary>
/// Frees what a killed process had claimed, instead of waiting for its lease to end. Only where that process is surely gone:
/// on SQLite every process holds a shared lock on a file beside the database from before its first claim to its end, and
/// whoever gets that lock for itself alone, at start, knows that nobody else is there. The system drops a dead process's locks.
/// </summary>
public sealed partial class LeftClaims(IDbContextFactory<IntegrationsDbContext> contexts, TimeProvider clock, ILogger<LeftClaims> logger) : IDisposable
{
    private const string Suffix = ".running";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private FileStream? _running;

    /// <summary>At start, before anything is claimed. Makes dead processes' work due; their claims stay, so that the loss counts (RELIABILITY L3).</summary>
    /// <returns>How many were freed.</returns>
    public async Task<int> ReleaseAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (_running is not null || db is not SqliteIntegrationsDbContext || db.Database.GetDbConnection().DataSource is not { } file || !File.Exists(file))
        {
            return 0;
        }

        var freed = 0;
        using (var alone = TryOpen(file + Suffix, FileShare.None))
        {
            if (alone is not null)
            {
                var now = clock.GetUtcNow();
                freed = await db.WriteAsync(
                    async ct =>
                        await db.WebhookDeliveries.Where(d => d.ClaimId != null && d.Status == DeliveryStatus.Pending && d.DueAt > now)
                            .ExecuteUpdateAsync(d => d.SetProperty(x => x.DueAt, now), ct)
                        + await FreeAsync(db.InboundEvents, now, ct) + await FreeAsync(db.Revocations, now, ct) + await FreeAsync(db.Channels, now, ct) + await FreeAsync(db.SyncStates, now, ct),
                    cancellationToken);
            }
        }

        // Another that starts at this moment may hold it alone; it lets go as soon as it has looked.
        while ((_running = TryOpen(file + Suffix, FileShare.ReadWrite)) is null)
        {
            await Task.Delay(Pause, clock, cancellationToken);
        }

        if (freed > 0)
        {
            LogFreed(logger, freed);
        }

        return freed;
    }

    /// <summary>A lock that says that no process of the hub is there; null while one is. Held, it keeps one that starts waiting.</summary>
    internal static FileStream? TryHoldAlone(string databaseFile) => TryOpen(databaseFile + Suffix, FileShare.None);

    public void Dispose() => _running?.Dispose();

    private static Task<int> FreeAsync<TRow>(IQueryable<TRow> rows, DateTimeOffset now, CancellationToken cancellationToken)
        where TRow : class, ILeased => rows
        .Where(r => EF.Property<Guid?>(r, nameof(ILeased.ClaimId)) != null && EF.Property<DateTimeOffset>(r, nameof(ILeased.DueAt)) > now)
        .ExecuteUpdateAsync(set => set.SetProperty(r => EF.Property<DateTimeOffset>(r, nameof(ILeased.DueAt)), now), cancellationToken);

    private static FileStream? TryOpen(string path, FileShare share)
    {
        try
        {
            return new FileStream(path, OwnerOnly.Options(FileMode.OpenOrCreate, FileAccess.ReadWrite, share));
        }
        catch (IOException)
        {
            return null;
        }
    }

    [LoggerMessage(5003, LogLevel.Warning, "{Count} deliveries and other items of work that a killed process had claimed are due again")]
    private static partial void LogFreed(ILogger logger, int count);
}
