using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Storage.Sqlite;

/// <summary>A shared lock on the <see cref="RunningFile"/>.</summary>
internal sealed class SqlitePresence(TimeProvider clock) : IDatabasePresence
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private FileStream? _running;

    public async Task EnterAsync(IntegrationsDbContext db, Func<CancellationToken, Task> whenAlone, CancellationToken cancellationToken)
    {
        if (_running is not null || db.Database.GetDbConnection().DataSource is not { } file || !File.Exists(file))
        {
            return;
        }

        using (var alone = RunningFile.TryHoldAlone(file))
        {
            if (alone is not null)
            {
                await whenAlone(cancellationToken);
            }
        }

        // Another that starts at this moment may hold it alone; it lets go as soon as it has looked.
        while ((_running = RunningFile.TryHold(file)) is null)
        {
            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    public void Dispose() => _running?.Dispose();
}
