using System.Data.Common;
using System.Runtime.CompilerServices;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Integrations.Storage.Sqlite;

/// <summary>
/// What every SQLite connection is told (RELIABILITY D1) and knows, once: a pooled one that is opened again still knows it.
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    private const string Pragmas =
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=5000; PRAGMA journal_size_limit=67108864;";

    // Its type is of the SQLitePCLRaw that the driver was built with, which is not the one that is here.
    private static readonly Func<SqliteConnection, object?> HandleOf =
        typeof(SqliteConnection).GetProperty("Handle")!.GetMethod!.CreateDelegate<Func<SqliteConnection, object?>>();

    private readonly ConditionalWeakTable<object, object> _told = [];
    private bool _isPrepared;

    /// <summary>SQLite's own <c>upper</c> knows ASCII only; here it is what .NET says it is. No index may use it: other programs know another.</summary>
    public override DbConnection ConnectionCreated(ConnectionCreatedEventData eventData, DbConnection result)
    {
        if (result is SqliteConnection connection)
        {
            // The driver does so again whenever it opens.
            connection.CreateFunction("upper", (string? text) => text is null ? null : TextMatch.Canonical(text).ToUpperInvariant(), isDeterministic: true);
        }

        return result;
    }

    public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        // Once, before the first: what others open later finds the file as it is.
        if (!_isPrepared && connection is SqliteConnection)
        {
            var given = new SqliteConnectionStringBuilder(connection.ConnectionString);
            if (given.Mode is SqliteOpenMode.ReadWriteCreate or SqliteOpenMode.ReadWrite && given.DataSource is { Length: > 0 } path && path != ":memory:" && !path.StartsWith("file:", StringComparison.Ordinal))
            {
                OwnerOnly.PrepareDatabase(path, create: given.Mode == SqliteOpenMode.ReadWriteCreate);
            }

            _isPrepared = given.Mode is SqliteOpenMode.ReadWriteCreate or SqliteOpenMode.ReadWrite;
        }

        return result;
    }

    public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(ConnectionOpening(connection, eventData, result));

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        // SQLite's driver has no asynchronous work: its other methods block as this one does.
        if (connection is SqliteConnection sqlite && HandleOf(sqlite) is { } handle && !_told.TryGetValue(handle, out _))
        {
            using var command = connection.CreateCommand();
            command.CommandText = Pragmas;
            command.ExecuteNonQuery();
            _told.AddOrUpdate(handle, handle);
        }
    }

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
