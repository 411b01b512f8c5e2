using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Integrations.Storage.Postgres;

internal sealed class PostgresUpkeep : IDatabaseUpkeep
{
    /// <summary>Any number will do that nothing else uses for a lock in this database.</summary>
    private const long MigrationLock = 0x48756253_63686D61;

    public string DurabilityQuery => "SHOW synchronous_commit";

    public string? WeaknessOf(string? connectionString, IReadOnlyDictionary<string, string> found) => found["synchronous_commit"] == "off"
        ? "PostgreSQL's synchronous_commit is off: it would forget commits that were answered. Take it out of its configuration, or ALTER ROLE … SET synchronous_commit = on (docs/operations.md)."
        : null;

    public async Task MigrateAloneAsync(IntegrationsDbContext db, TimeProvider clock, Func<CancellationToken, Task> migrate, CancellationToken cancellationToken)
    {
        // EF's own lock is on a table that an empty database does not have yet. This one ends with the connection, whatever becomes of us.
        await db.Database.OpenConnectionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({MigrationLock})", cancellationToken);
        try
        {
            await migrate(cancellationToken);
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({MigrationLock})", cancellationToken);
        }
        catch
        {
            // The lock is the session's: it must not go back to the pool with it.
            NpgsqlConnection.ClearPool((NpgsqlConnection)db.Database.GetDbConnection());
            throw;
        }
    }

    /// <summary>
    /// The server would compile statements that it takes for expensive, such as the loops', each time they are run: 30 ms for a plan that then reads ten rows. A
    /// setting of this role in this database holds for all nodes and through poolers, and leaves one that an operator made as it is.
    /// </summary>
    public async Task SettleAsync(IntegrationsDbContext db, CancellationToken cancellationToken)
    {
        var isSet = await db.Database.SqlQuery<bool>(
            $"""
            SELECT EXISTS (
                SELECT 1 FROM pg_db_role_setting AS s, unnest(s.setconfig) AS setting
                WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
                    AND s.setrole IN (0, (SELECT oid FROM pg_roles WHERE rolname = current_user)) AND setting LIKE 'jit=%') AS "Value"
            """).SingleAsync(cancellationToken);
        if (isSet)
        {
            return;
        }

        // One node after the other; the number is that of no other lock in this database.
        await db.Database.ExecuteSqlAsync(
            $"""
            DO $$ BEGIN
                PERFORM pg_advisory_xact_lock(5221187453295553890);
                EXECUTE format('ALTER ROLE CURRENT_USER IN DATABASE %I SET jit = off', current_database());
            EXCEPTION WHEN insufficient_privilege OR read_only_sql_transaction OR feature_not_supported THEN
                RAISE LOG 'The hub could not switch jit off: %', SQLERRM;
            END $$
            """,
            cancellationToken);
        // Those that are open were there before the setting.
        NpgsqlConnection.ClearPool((NpgsqlConnection)db.Database.GetDbConnection());
    }

    /// <summary>By a pool of its own: all connections in use means that the hub is busy, and not that the database is down.</summary>
    public async Task AskAsync(IntegrationsDbContext db, CancellationToken cancellationToken)
    {
        // Not set on the context, which is used again as it is.
        var settings = new NpgsqlConnectionStringBuilder(db.Database.GetConnectionString()) { ApplicationName = "hub watch", MaxPoolSize = 2, MinPoolSize = 0 };
        await using var connection = new NpgsqlConnection(settings.ToString());
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand("SELECT 1", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<DatabaseFacts> ExamineAsync(IntegrationsDbContext db, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "SELECT now()";
        var now = await command.ExecuteScalarAsync(cancellationToken) as DateTime?;
        return new DatabaseFacts(Journal: null, ReadersWait: false, now is { } time ? new DateTimeOffset(time.ToUniversalTime(), TimeSpan.Zero) : null);
    }
}
