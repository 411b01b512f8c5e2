using Integrations.Core.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Storage;

/// <summary>Comparing without regard to case: SQLite's own <c>upper</c> knows ASCII only, PostgreSQL's knows all letters.</summary>
internal static class SqliteUpperCase
{
    /// <summary>From here on, and for this context only, <c>upper</c> is what .NET says it is; nothing happens on PostgreSQL.</summary>
    public static async Task KnowUpperCaseAsync(this IntegrationsDbContext db, CancellationToken cancellationToken)
    {
        if (db.Database.GetDbConnection() is SqliteConnection connection)
        {
            // The function belongs to the open connection, and goes when the context gives it back.
            await db.Database.OpenConnectionAsync(cancellationToken);
            connection.CreateFunction("upper", (string? text) => text is null ? null : TextMatch.Canonical(text).ToUpperInvariant(), isDeterministic: true);
        }
    }
}
