using System.Data.Common;
using Integrations.Core.Storage;
using Npgsql;

namespace Integrations.Storage.Postgres;

/// <summary>By SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html).</summary>
internal sealed class PostgresErrors : IDatabaseErrors
{
    /// <summary>Data, constraint, statement: refused for good.</summary>
    private static readonly string[] RefusedClasses = ["22", "23", "42"];

    public bool IsUniqueViolation(DbException exception) => exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    public bool IsUnavailable(DbException exception) =>
        exception is not PostgresException postgres || !RefusedClasses.Any(refused => postgres.SqlState.StartsWith(refused, StringComparison.Ordinal));

    public string? Name(DbException exception) => exception is PostgresException postgres ? $"PostgreSQL {postgres.SqlState}" : null;

    public string? WrongAddress(DbException exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } refused =>
            $"was refused by PostgreSQL: {refused.MessageText}. Check Username and Password.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InsufficientPrivilege } refused =>
            $"was refused by PostgreSQL: {refused.MessageText}. Create the database, and let the user create tables in it.",
        _ => null,
    };
}
