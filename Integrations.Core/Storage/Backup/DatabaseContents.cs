using System.Data.Common;

namespace Integrations.Core.Storage.Backup;

/// <summary>Reads what a database holds without the model, which may be of another version.</summary>
internal static class DatabaseContents
{
    /// <param name="connection">An open one.</param>
    /// <param name="tablesQuery">Names the database's own tables, one a row.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<CopiedDatabase> ReadAsync(DbConnection connection, string tablesQuery, CancellationToken cancellationToken)
    {
        var tables = await ColumnAsync(connection, tablesQuery, cancellationToken);
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

    /// <summary>The first column of a query's rows.</summary>
    public static async Task<IReadOnlyList<string>> ColumnAsync(DbConnection connection, string query, CancellationToken cancellationToken)
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
