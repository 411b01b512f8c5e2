using System.Diagnostics.CodeAnalysis;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Integrations.Storage.Postgres;

internal sealed class PostgresStatements : IDatabaseStatements
{
    public IQueryable<TEntity> ForUpdate<TEntity>(IQueryable<TEntity> rows) => rows.TagWith(RowLocks.ForUpdate);

    public IQueryable<TEntity> ForUpdateSkipLocked<TEntity>(IQueryable<TEntity> rows) => rows.TagWith(RowLocks.ForUpdateSkipLocked);

    /// <summary>An array a column.</summary>
    public RowTable Table(IReadOnlyList<RowColumn> columns, IReadOnlyList<object> rows) => new(
        $"unnest({string.Join(", ", columns.Select((column, i) => $"@r{i}"))}) AS r({string.Join(", ", columns.Select(column => $"\"{column.Name}\""))})",
        [.. columns.Select((column, i) => new NpgsqlParameter($"r{i}", ValuesOf(column, rows)))]);

    [SuppressMessage("Security", "EF1002", Justification = "Names come from the model, and values are parameters.")]
    public IQueryable<TEntity> LongestDue<TEntity>(IntegrationsDbContext db, string keyColumn, IReadOnlyDictionary<Guid, int> most, DateTimeOffset now)
        where TEntity : class
    {
        var table = db.Model.FindEntityType(typeof(TEntity))!.GetTableName();
        return db.Set<TEntity>().FromSqlRaw(
            $"""
            SELECT d.* FROM unnest(@keys, @most) AS r(key, most) CROSS JOIN LATERAL (
                SELECT * FROM "{table}" AS x WHERE x."{keyColumn}" = r.key AND x."DueAt" <= @now ORDER BY x."DueAt" LIMIT r.most FOR UPDATE SKIP LOCKED) AS d
            """,
            new NpgsqlParameter("keys", most.Keys.ToArray()), new NpgsqlParameter("most", most.Values.ToArray()), new NpgsqlParameter("now", now.ToUniversalTime()));
    }

    private static Array ValuesOf(RowColumn column, IReadOnlyList<object> rows)
    {
        var values = Array.CreateInstance(column.Type.IsValueType ? typeof(Nullable<>).MakeGenericType(column.Type) : column.Type, rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            values.SetValue(column.Read(rows[i]), i);
        }

        return values;
    }
}
