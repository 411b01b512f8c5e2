using System.Data.Common;
using Integrations.Core.Storage;
using Microsoft.Data.Sqlite;

namespace Integrations.Storage.Sqlite;

/// <summary>By SQLite's result codes (https://www.sqlite.org/rescode.html).</summary>
internal sealed class SqliteErrors : IDatabaseErrors
{
    private const int Error = 1;
    private const int ReadOnly = 8;
    private const int CannotOpen = 14;
    private const int Constraint = 19;
    private const int Mismatch = 20;
    private const int Misuse = 21;
    private const int NotADatabase = 26;
    private const int ConstraintPrimaryKey = 1555;
    private const int ConstraintUnique = 2067;

    public bool IsUniqueViolation(DbException exception) => exception is SqliteException { SqliteExtendedErrorCode: ConstraintUnique or ConstraintPrimaryKey };

    public bool IsUnavailable(DbException exception) => exception is not SqliteException { SqliteErrorCode: Error or Constraint or Mismatch or Misuse };

    public string? Name(DbException exception) => exception is SqliteException sqlite ? $"SQLite error {sqlite.SqliteErrorCode}" : null;

    public string? WrongAddress(DbException exception) => exception switch
    {
        SqliteException { SqliteErrorCode: NotADatabase } => "names a file that is no SQLite database.",
        SqliteException { SqliteErrorCode: CannotOpen or ReadOnly } => "names a file that this program cannot open for writing. Give it the file and its folder.",
        _ => null,
    };
}
