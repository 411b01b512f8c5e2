using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Integrations.Storage.Sqlite;

/// <summary>Gives each pooled context a connection that stays open between its operations.</summary>
/// <param name="connectionString">The hub's own.</param>
/// <param name="commandSeconds">So long a command waits for a locked file.</param>
/// <param name="clock">For how long one stays open.</param>
internal sealed class KeptConnections(string connectionString, int commandSeconds, TimeProvider clock) : DbConnectionInterceptor
{
    /// <summary>Contexts that the pool keeps, and with each a connection with its statements and pages: more than work at once on a busy hub.</summary>
    public const int Most = 24;

    // Not of the driver's pool, which would keep the file, its pages and what it knows of the tables when one closes.
    private readonly string _address = new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ToString();

    /// <summary>EF Core makes others, such as one that only reads, to see whether there is a database.</summary>
    public override InterceptionResult<DbConnection> ConnectionCreating(ConnectionCreatingEventData eventData, InterceptionResult<DbConnection> result) =>
        eventData.ConnectionString == connectionString ? InterceptionResult<DbConnection>.SuppressWithResult(new KeptConnection(_address, commandSeconds, clock)) : result;
}
