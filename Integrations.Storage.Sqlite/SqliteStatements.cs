using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Integrations.Core.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Storage.Sqlite;

/// <summary>A write transaction has the whole file, so no row needs a lock.</summary>
internal sealed class SqliteStatements : IDatabaseStatements
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public IQueryable<TEntity> ForUpdate<TEntity>(IQueryable<TEntity> rows) => rows;

    public IQueryable<TEntity> ForUpdateSkipLocked<TEntity>(IQueryable<TEntity> rows) => rows;

    /// <summary>A list of lists in JSON: a parameter for each value would cost more than reading it.</summary>
    public RowTable Table(IReadOnlyList<RowColumn> columns, IReadOnlyList<object> rows)
    {
        var json = new ArrayBufferWriter<byte>(rows.Count * 256);
        using (var writer = new Utf8JsonWriter(json, Plain))
        {
            writer.WriteStartArray();
            foreach (var row in rows)
            {
                writer.WriteStartArray();
                foreach (var column in columns)
                {
                    Write(writer, column.Read(row));
                }

                writer.WriteEndArray();
            }

            writer.WriteEndArray();
        }

        var read = columns.Select((column, i) => string.Create(CultureInfo.InvariantCulture, $"value ->> {i} AS \"{column.Name}\""));
        return new RowTable($"(SELECT {string.Join(", ", read)} FROM jsonb_each(@rows)) AS r", [new SqliteParameter("@rows", Encoding.UTF8.GetString(json.WrittenSpan))]);
    }

    /// <summary>LIMIT knows no bound of each key; the caller leaves out what is too much.</summary>
    [SuppressMessage("Security", "EF1002", Justification = "Names come from the model, and values are parameters.")]
    public IQueryable<TEntity> LongestDue<TEntity>(IntegrationsDbContext db, string keyColumn, IReadOnlyDictionary<Guid, int> most, DateTimeOffset now)
        where TEntity : class
    {
        var table = db.Model.FindEntityType(typeof(TEntity))!.GetTableName();
        return db.Set<TEntity>().FromSqlRaw(
            $"""
            SELECT d.* FROM (SELECT value AS "Key" FROM json_each(@keys)) AS r JOIN "{table}" AS d ON d.rowid IN (
                SELECT x.rowid FROM "{table}" AS x WHERE x."{keyColumn}" = r."Key" AND x."DueAt" <= @now ORDER BY x."DueAt" LIMIT @most)
            """,
            new SqliteParameter("@keys", JsonSerializer.Serialize(most.Keys.Select(Text))), new SqliteParameter("@most", most.Values.Max()), new SqliteParameter("@now", now.UtcTicks));
    }

    private static void Write(Utf8JsonWriter to, object? value)
    {
        switch (value)
        {
            case null:
                to.WriteNullValue();
                break;
            case string text:
                to.WriteStringValue(text);
                break;
            case Guid id:
                to.WriteStringValue(Text(id));
                break;
            case int number:
                to.WriteNumberValue(number);
                break;
            case long number:
                to.WriteNumberValue(number);
                break;
            case bool flag:
                to.WriteNumberValue(flag ? 1 : 0);
                break;
            default:
                throw new NotSupportedException($"A column keeps a {value.GetType()}.");
        }
    }

    /// <summary>As the driver writes it.</summary>
    private static string Text(Guid id) => id.ToString().ToUpperInvariant();
}
