using System.Data.Common;

namespace Integrations.Core.Storage.Backup;

/// <summary>Reads what a database holds without the model, which may be of another version.</summary>
internal static class DatabaseContents
{
    private const string SqliteTables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
    private const string PostgresTables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename";

    public static async Task<IReadOnlyList<string>> TablesAsync(DbConnection connection, CancellationToken cancellationToken) =>
        await ColumnAsync(connection, connection is Npgsql.NpgsqlConnection ? PostgresTables : SqliteTables, cancellationToken);

    public static async Task<CopiedDatabase> ReadAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var tables = await TablesAsync(connection, cancellationToken);
        var rows = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in tables)
        {
            var counted = await ColumnAsync(connection, $"SELECT COUNT(*) FROM {Quoted(table)}", cancellationToken);
            rows[table] = long.Parse(counted[0]);
        }

        return new CopiedDatabase(
            tables.Contains("__EFMigrationsHistory") ? await ColumnAsync(connection, """SELECT "MigrationId" FROM "__EFMigrationsHistory" ORDER BY "MigrationId" """, cancellationToken) : [],
            tables.Contains("DataProtectionKeys") ? await ColumnAsync(connection, """SELECT "Xml" FROM "DataProtectionKeys" ORDER BY "Id" """, cancellationToken) : [],
            rows);
    }

    private static async Task<IReadOnlyList<string>> ColumnAsync(DbConnection connection, string query, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        // Counting goes over whole tables.
        command.CommandTimeout = 0;
#pragma warning disable CA2100 // Nothing but the database's own table names, quoted.
        command.CommandText = query;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var values = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            values.Add(Convert.ToString(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture)!);
        }

        return values;
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
