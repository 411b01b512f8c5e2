using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Integrations.Core.Storage;

/// <summary>
/// Statements about many rows at once, the same on every database. Columns and conversions are those of the model, so that there is no second mapping.
/// They are made inside a write transaction, on rows that are not tracked.
/// </summary>
[SuppressMessage("Security", "EF1002", Justification = "Names come from the model, and values are parameters.")]
internal static class SetStatements
{
    private const string Columns = "Hub:Columns";

    /// <summary>Inserts all in one statement.</summary>
    /// <param name="db">Inside a write transaction.</param>
    /// <param name="rows">What is to be there.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <param name="skipKnown">Leaves out what a unique index knows already, instead of failing at it.</param>
    /// <exception cref="System.Data.Common.DbException">A row cannot be stored; then none is.</exception>
    public static Task InsertRowsAsync<TRow>(this IntegrationsDbContext db, IReadOnlyList<TRow> rows, CancellationToken cancellationToken, bool skipKnown = false)
        where TRow : class => InsertAsync(db, rows, skipKnown ? " WHERE true ON CONFLICT DO NOTHING" : "", cancellationToken);

    /// <summary>Adds the numbers of rows to those of the rows that have the same key, and inserts rows whose key is not there yet; in one statement.</summary>
    /// <param name="db">Inside a write transaction.</param>
    /// <param name="rows">Each key once; sorted by it, so that two nodes that change the same rows never wait for each other.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static Task AddToRowsAsync<TRow>(this IntegrationsDbContext db, IReadOnlyList<TRow> rows, CancellationToken cancellationToken)
        where TRow : class
    {
        var (type, columns) = TypeOf<TRow>(db);
        var key = string.Join(", ", type.FindPrimaryKey()!.Properties.Select(property => $"\"{columns[property.Name].Name}\""));
        var sums = type.GetProperties().Where(property => !property.IsPrimaryKey() && (property.ClrType == typeof(int) || property.ClrType == typeof(long)))
            .Select(property => columns[property.Name].Name).Select(column => $"\"{column}\" = \"{type.GetTableName()}\".\"{column}\" + excluded.\"{column}\"");
        return InsertAsync(db, rows, $" WHERE true ON CONFLICT ({key}) DO UPDATE SET {string.Join(", ", sums)}", cancellationToken);
    }

    /// <summary>Writes columns of rows by their ids, in one statement.</summary>
    /// <param name="db">Inside a write transaction.</param>
    /// <param name="rows">As they are to be; each id once.</param>
    /// <param name="set">Properties that are written.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <param name="fence">A property that still has to be what <paramref name="rows"/> say; it is emptied with the write.</param>
    /// <returns>The ids of the rows that were there, and whose fence held.</returns>
    public static async Task<IReadOnlyList<Guid>> UpdateRowsAsync<TRow>(
        this IntegrationsDbContext db, IReadOnlyList<TRow> rows, IReadOnlyList<string> set, CancellationToken cancellationToken, string? fence = null)
        where TRow : class
    {
        if (rows.Count == 0)
        {
            return [];
        }

        var (type, columns) = TypeOf<TRow>(db);
        var name = type.GetTableName();
        string[] read = fence is null ? ["Id", .. set] : ["Id", fence, .. set];
        var table = db.Dialect.Statements.Table([.. read.Select(property => columns[property])], rows);
        var values = set.Select(property => $"\"{columns[property].Name}\" = r.\"{columns[property].Name}\"");
        var (emptied, held) = fence is null ? ("", "") : ($", \"{fence}\" = NULL", $" AND \"{name}\".\"{fence}\" = r.\"{fence}\"");
        return await db.Database.SqlQueryRaw<Guid>(
            $"UPDATE \"{name}\" SET {string.Join(", ", values)}{emptied} FROM {table.Sql} WHERE \"{name}\".\"Id\" = r.\"Id\"{held} RETURNING \"{name}\".\"Id\" AS \"Value\"",
            [.. table.Parameters]).ToListAsync(cancellationToken);
    }

    private static async Task InsertAsync<TRow>(IntegrationsDbContext db, IReadOnlyList<TRow> rows, string onConflict, CancellationToken cancellationToken)
        where TRow : class
    {
        if (rows.Count > 0)
        {
            var (type, columns) = TypeOf<TRow>(db);
            var names = string.Join(", ", columns.Values.Select(column => $"\"{column.Name}\""));
            var table = db.Dialect.Statements.Table([.. columns.Values], rows);
            await db.Database.ExecuteSqlRawAsync($"INSERT INTO \"{type.GetTableName()}\" ({names}) SELECT {names} FROM {table.Sql}{onConflict}", table.Parameters, cancellationToken);
        }
    }

    private static (IEntityType Type, Dictionary<string, RowColumn> Columns) TypeOf<TRow>(IntegrationsDbContext db)
    {
        var type = db.Model.FindEntityType(typeof(TRow))!;
        return (type, type.GetOrAddRuntimeAnnotationValue(Columns, static t => t!.GetProperties().ToDictionary(property => property.Name, Column, StringComparer.Ordinal), type));
    }

    private static RowColumn Column(IProperty property)
    {
        var (mapping, getter) = (property.GetTypeMapping(), property.GetGetter());
        var type = mapping.Converter?.ProviderClrType ?? property.ClrType;
        return new RowColumn(
            property.GetColumnName(),
            Nullable.GetUnderlyingType(type) ?? type,
            mapping.Converter is { } converter
                ? row => getter.GetClrValueUsingContainingEntity(row) is { } value ? converter.ConvertToProvider(value) : null
                : getter.GetClrValueUsingContainingEntity);
    }
}
