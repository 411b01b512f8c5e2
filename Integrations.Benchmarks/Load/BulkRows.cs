using System.Diagnostics.CodeAnalysis;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Benchmarks.Load;

/// <summary>Very many rows from a few, made by SQLite alone.</summary>
internal static class BulkRows
{
    /// <summary>A random id as EF Core writes it.</summary>
    public const string NewId = "upper(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-' || hex(randomblob(2)) || '-' || hex(randomblob(2)) || '-' || hex(randomblob(6)))";

    /// <summary>An id that grows with the copies, as version-7 ids do: random ones make an index dance over the whole file. Each row's copies get their own.</summary>
    public const string NextId = "printf('%08X-%04X-7000-8000-%012X', n / 65536, n % 65536, past.number)";

    /// <summary>Copies each row that <paramref name="which"/> picks, under its changes.</summary>
    /// <param name="copies">Of each row.</param>
    /// <param name="changes">SQL for the columns that differ; <c>n</c> counts the copies from 1, <c>past</c> is the row.</param>
    /// <param name="rows">The most rows that are copied.</param>
    [SuppressMessage("Security", "EF1002", Justification = "The names come from the model.")]
    public static async Task MultiplyAsync<T>(IntegrationsDbContext db, int copies, string which, Dictionary<string, string> changes, int rows = 1)
    {
        var table = db.Model.FindEntityType(typeof(T))!;
        var columns = table.GetProperties().Select(property => property.GetColumnName()).ToList();
        var values = columns.Select(column => changes.TryGetValue(column, out var sql) ? sql : $"past.\"{column}\"");
        await db.Database.OpenConnectionAsync();
        await db.Database.ExecuteSqlRawAsync("PRAGMA cache_size = -262144");
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
        await db.Database.ExecuteSqlRawAsync(
            $"""
            WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < {copies})
            INSERT INTO "{table.GetTableName()}" ({string.Join(", ", columns.Select(column => $"\"{column}\""))})
            SELECT {string.Join(", ", values)} FROM copy, (SELECT rowid AS number, * FROM "{table.GetTableName()}" WHERE {which} LIMIT {rows}) AS past
            """);
        await db.Database.ExecuteSqlRawAsync("ANALYZE");
        await db.Database.CloseConnectionAsync();
    }
}
