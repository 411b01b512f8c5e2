using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Benchmarks.Load;

/// <summary>Very many rows from a few, made by the database alone, in one statement and with the indexes built afterwards.</summary>
internal sealed class BulkRows
{
    private readonly bool _isSqlite;

    private BulkRows(bool isSqlite) => _isSqlite = isSqlite;

    /// <summary>An id that grows with the copies, as version-7 ids do: random ones make an index dance over the whole file. Each row's copies get their own.</summary>
    public string NextId => _isSqlite
        ? "printf('%08X-%04X-7000-8000-%012X', n / 65536, n % 65536, past.number)"
        : "(lpad(to_hex(n / 65536), 8, '0') || '-' || lpad(to_hex(n % 65536), 4, '0') || '-7000-8000-' || lpad(to_hex(past.number), 12, '0'))::uuid";

    /// <summary>The id in a column, with its time changed to one that grows with the copies: rows that pointed to each other do so among the copies of one number.</summary>
    /// <param name="column">Whose ids.</param>
    /// <param name="first">The time before the first copy's; retention reads ids by it.</param>
    public string SameIn(string column, DateTimeOffset first)
    {
        var time = string.Create(CultureInfo.InvariantCulture, $"({first.ToUnixTimeMilliseconds()} + n)");
        return _isSqlite
            ? $"printf('%08X-%04X', {time} / 65536, {time} % 65536) || substr(past.\"{column}\", 14)"
            : $"(lpad(to_hex({time} / 65536), 8, '0') || '-' || lpad(to_hex({time} % 65536), 4, '0') || substr(past.\"{column}\"::text, 14))::uuid";
    }

    /// <summary>An id as lists of keys have it: without dashes, in small letters, and nothing for none.</summary>
    public string Key(string id) => _isSqlite ? $"coalesce(lower(replace({id}, '-', '')), '')" : $"coalesce(replace(({id})::text, '-', ''), '')";

    /// <summary>A time that grows by a step with each copy.</summary>
    public string Later(string column, TimeSpan step) => _isSqlite
        ? string.Create(CultureInfo.InvariantCulture, $"past.\"{column}\" + (n * {step.Ticks})")
        : string.Create(CultureInfo.InvariantCulture, $"past.\"{column}\" + (n * interval '{step.TotalSeconds} seconds')");

    /// <summary>Copies each row that <paramref name="which"/> picks, under its changes.</summary>
    /// <param name="copies">Of each row.</param>
    /// <param name="changes">SQL for the columns that differ; <c>n</c> counts the copies from 1, <c>past</c> is the row.</param>
    /// <param name="rows">The most rows that are copied.</param>
    /// <param name="learns">Whether SQLite counts its rows afterwards, which the hub never asks it to.</param>
    [SuppressMessage("Security", "EF1002", Justification = "The names come from the model.")]
    public static async Task MultiplyAsync<T>(IntegrationsDbContext db, int copies, string which, Func<BulkRows, Dictionary<string, string>> changes, int rows = 1, bool learns = true)
    {
        var bulk = new BulkRows(db.Database.IsSqlite());
        var differing = changes(bulk);
        var type = db.Model.FindEntityType(typeof(T))!;
        var table = type.GetTableName()!;
        var columns = type.GetProperties().Select(property => property.GetColumnName()).ToList();
        var values = columns.Select(column => differing.TryGetValue(column, out var sql) ? sql : $"past.\"{column}\"");
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
        await db.Database.OpenConnectionAsync();
        if (bulk._isSqlite)
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA cache_size = -262144");
        }

        var indexes = await bulk.IndexesAsync(db, table);
        foreach (var index in indexes)
        {
            await db.Database.ExecuteSqlRawAsync($"DROP INDEX \"{index.Name}\"");
        }

        await db.Database.ExecuteSqlRawAsync(
            $"""
            {(bulk._isSqlite ? $"WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < {copies})" : $"WITH copy(n) AS (SELECT generate_series(1, {copies}))")}
            INSERT INTO "{table}" ({string.Join(", ", columns.Select(column => $"\"{column}\""))})
            SELECT {string.Join(", ", values)} FROM copy, (SELECT row_number() OVER () AS number, * FROM "{table}" WHERE {which} LIMIT {rows}) AS past
            """);
        foreach (var index in indexes)
        {
            await db.Database.ExecuteSqlRawAsync(index.Definition);
        }

        // What the database does by itself after a while: it learns how many there are.
        if (learns || !bulk._isSqlite)
        {
            await db.Database.ExecuteSqlRawAsync(bulk._isSqlite ? "ANALYZE" : $"VACUUM ANALYZE \"{table}\"");
        }

        await db.Database.CloseConnectionAsync();
    }

    private async Task<List<Index>> IndexesAsync(IntegrationsDbContext db, string table) => _isSqlite
        ? await db.Database.SqlQuery<Index>($"SELECT name AS \"Name\", sql AS \"Definition\" FROM sqlite_master WHERE type = 'index' AND tbl_name = {table} AND sql IS NOT NULL").ToListAsync()
        : await db.Database.SqlQuery<Index>(
            $"SELECT indexname::text AS \"Name\", indexdef AS \"Definition\" FROM pg_indexes WHERE tablename = {table} AND indexname NOT IN (SELECT conname FROM pg_constraint)").ToListAsync();

    private sealed record Index(string Name, string Definition);
}
