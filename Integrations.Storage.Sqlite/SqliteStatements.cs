using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Storage.Sqlite;

/// <summary>A write transaction has the whole file, so no row needs a lock.</summary>
internal sealed class SqliteStatements : IDatabaseStatements
{
    public IQueryable<TEntity> ForUpdate<TEntity>(IQueryable<TEntity> rows) => rows;

    public IQueryable<TEntity> ForUpdateSkipLocked<TEntity>(IQueryable<TEntity> rows) => rows;

    /// <summary>SQLite's own <c>upper</c> knows ASCII only; here it is what .NET says it is.</summary>
    public async Task KnowUpperCaseAsync(IntegrationsDbContext db, CancellationToken cancellationToken)
    {
        // The function belongs to the open connection, and goes when the context gives it back.
        await db.Database.OpenConnectionAsync(cancellationToken);
        ((SqliteConnection)db.Database.GetDbConnection()).CreateFunction(
            "upper", (string? text) => text is null ? null : TextMatch.Canonical(text).ToUpperInvariant(), isDeterministic: true);
    }
}
