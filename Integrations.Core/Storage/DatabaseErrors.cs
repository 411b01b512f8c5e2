using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Integrations.Core.Storage;

public static class DatabaseErrors
{
    private const int SqliteError = 1;
    private const int SqliteConstraint = 19;
    private const int SqliteMismatch = 20;
    private const int SqliteMisuse = 21;
    private const int SqliteConstraintUnique = 2067;
    private const int SqliteConstraintPrimaryKey = 1555;

    /// <summary>The database had the last word on uniqueness.</summary>
    internal static bool IsUniqueViolation(this DbUpdateException exception) => exception.InnerException switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is SqliteConstraintUnique or SqliteConstraintPrimaryKey,
        PostgresException postgres => postgres.SqlState == PostgresErrorCodes.UniqueViolation,
        _ => false,
    };

    /// <summary>Told by the database or on the way to it, not by a bug of ours; EF wraps some of it.</summary>
    public static bool IsOfDatabase(this Exception exception) =>
        exception is DbException or TimeoutException || (exception.InnerException is { } inner && inner.IsOfDatabase());

    /// <summary>
    /// The database cannot do it now: it is down, busy, full or read-only. What it refuses for good, such as a wrong statement
    /// or a broken constraint, is a bug of ours.
    /// </summary>
    public static bool IsDatabaseUnavailable(this Exception exception) => exception switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode is not (SqliteError or SqliteConstraint or SqliteMismatch or SqliteMisuse),
        // Classes 22, 23 and 42: data, constraint, statement.
        PostgresException postgres => !postgres.SqlState.StartsWith("22", StringComparison.Ordinal) && !postgres.SqlState.StartsWith("23", StringComparison.Ordinal)
            && !postgres.SqlState.StartsWith("42", StringComparison.Ordinal),
        DbException or TimeoutException => true,
        _ => exception.InnerException?.IsDatabaseUnavailable() == true,
    };
}
