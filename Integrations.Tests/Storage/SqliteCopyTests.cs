using Integrations.Core.Storage;
using Integrations.Tests.Infrastructure;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Storage;

/// <summary>A copy of a SQLite database is taken while others use it, also while someone has the file alone for a moment.</summary>
public sealed class SqliteCopyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hub-copy-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Save_WhileAnotherHasTheFileAlone_Waits_AndThenCopies()
    {
        await using var hub = await CoreHub.StartAsync(onPostgres: false);
        var file = await hub.WithDatabaseAsync(db => Task.FromResult(new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource));
        var copy = Path.Combine(_folder, "copy.db");
        var copies = await hub.WithDatabaseAsync(db => Task.FromResult(db.Dialect.CreateCopy(hub.Get<IDbContextFactory<IntegrationsDbContext>>())));
        var alone = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        await alone.OpenAsync();
        await using (var take = alone.CreateCommand())
        {
            take.CommandText = "PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; COMMIT; SELECT count(*) FROM sqlite_master;";
            await take.ExecuteScalarAsync();
        }

        var saving = Task.Run(() => copies.SaveAsync(copy, CancellationToken.None));
        // The copy's file is there once the copying begins.
        await Eventually.ValueAsync(() => Task.FromResult(File.Exists(copy) || saving.IsCompleted), begun => begun);
        await alone.DisposeAsync();

        var saved = await saving;
        Assert.True(saved.TryGet(out var copied, out var failure), failure?.ToString());
        Assert.Equal(4, copied.Rows["Users"]);
    }
}
