using Integrations.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Integrations.Tests.Storage;

/// <summary>The connections that answer whether a token is live: they wait as the hub's others do, and none is left behind.</summary>
public sealed class SqliteLiveTokensTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hub-live-tokens-").FullName;

    private string Address => new SqliteConnectionStringBuilder { DataSource = Path.Combine(_folder, "hub.db"), Pooling = false }.ToString();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Connections_WaitAsLongAsTheHubsOtherCommands_AndAreNotThePools()
    {
        var used = new SqliteConnectionStringBuilder(SqliteLiveTokens.AddressOf(Address, TimeSpan.FromSeconds(7)));

        Assert.Equal((7, false), (used.DefaultTimeout, used.Pooling));
    }

    [Fact]
    public async Task Dispose_WhileManyAsk_LeavesNoConnectionOpen()
    {
        await ExecuteAsync("PRAGMA journal_mode=WAL;");
        await ExecuteAsync("""
            CREATE TABLE "Organizations" ("Id" TEXT, "DisabledAt" TEXT);
            CREATE TABLE "ApiTokens" ("Hash" TEXT, "RevokedAt" TEXT, "OrganizationId" TEXT);
            INSERT INTO "ApiTokens" VALUES ('live', NULL, NULL), ('revoked', 'yesterday', NULL);
            """);
        var tokens = new SqliteLiveTokens(Address, TimeSpan.FromSeconds(30));
        var asked = Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                Assert.True(await tokens.IsLiveAsync("live", CancellationToken.None));
                Assert.False(await tokens.IsLiveAsync("revoked", CancellationToken.None));
            }
        })).ToList();

        await Task.WhenAny(asked);
        tokens.Dispose();
        await Task.WhenAll(asked);

        // SQLite leaves this mode only for one who has the file alone.
        Assert.Equal("delete", await ExecuteAsync("PRAGMA journal_mode=DELETE;"));
    }

    private async Task<object?> ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection(Address);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }
}
