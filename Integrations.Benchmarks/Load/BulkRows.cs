using System.Diagnostics.CodeAnalysis;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Benchmarks.Load;

/// <summary>Very many rows from one, made by SQLite alone.</summary>
internal static class BulkRows
{
    /// <summary>A random id as EF Core writes it.</summary>
    public const string NewId = "upper(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-' || hex(randomblob(2)) || '-' || hex(randomblob(2)) || '-' || hex(randomblob(6)))";

    /// <summary>Copies the row that <paramref name="which"/> picks.</summary>
    /// <param name="changes">SQL for the columns that differ; <c>n</c> counts the copies from 1, <c>past</c> is the row.</param>
    [SuppressMessage("Security", "EF1002", Justification = "The names come from the model.")]
    public static async Task MultiplyAsync<T>(IntegrationsDbContext db, int copies, string which, Dictionary<string, string> changes)
    {
        var table = db.Model.FindEntityType(typeof(T))!;
        var columns = table.GetProperties().Select(property => property.GetColumnName()).ToList();
        var values = columns.Select(column => changes.TryGetValue(column, out var sql) ? sql : $"past.\"{column}\"");
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
        await db.Database.ExecuteSqlRawAsync(
            $"""
            WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < {copies})
            INSERT INTO "{table.GetTableName()}" ({string.Join(", ", columns.Select(column => $"\"{column}\""))})
            SELECT {string.Join(", ", values)} FROM copy, (SELECT * FROM "{table.GetTableName()}" WHERE {which} LIMIT 1) AS past
            """);
        await db.Database.ExecuteSqlRawAsync("ANALYZE");
    }
}
