using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Integrations.Storage.Postgres;

/// <summary>
/// Writes the locking clause that EF Core has no word for behind the statements that are tagged with it. The tag is part of the query
/// that EF Core compiles and caches; it arrives here as the comment that the statement begins with.
/// </summary>
internal sealed class RowLocks : DbCommandInterceptor
{
    public const string ForUpdate = "FOR UPDATE";
    public const string ForUpdateSkipLocked = "FOR UPDATE SKIP LOCKED";

    private const string Comment = "-- ";
    private static readonly string[] Clauses = [ForUpdate, ForUpdateSkipLocked];

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Lock(command);
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Lock(command);
        return ValueTask.FromResult(result);
    }

    [SuppressMessage("Security", "CA2100", Justification = "What is added is one of two constants.")]
    private static void Lock(DbCommand command)
    {
        var text = command.CommandText;
        if (!text.StartsWith(Comment, StringComparison.Ordinal))
        {
            return;
        }

        var tag = text.AsSpan(Comment.Length, text.IndexOf('\n', StringComparison.Ordinal) - Comment.Length).TrimEnd();
        foreach (var clause in Clauses)
        {
            if (tag.SequenceEqual(clause))
            {
                // The statement comes first again, where what measures statements looks for its first word.
                command.CommandText = $"{text[text.IndexOf("SELECT", StringComparison.Ordinal)..]}\n{clause}";
            }
        }
    }
}
