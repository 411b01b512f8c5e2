using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Storage;

/// <summary>Tells what an exception of a database means, whichever database it is.</summary>
public static class DatabaseErrors
{
    /// <summary>The database had the last word on uniqueness; the context says so itself when it saves.</summary>
    internal static bool IsUniqueViolation(this DbUpdateException exception) => exception is UniqueViolationException;

    /// <summary>
    /// The database cannot do it now: it is down, busy, full or read-only. What it refuses for good, such as a wrong statement
    /// or a broken constraint, is a bug of ours.
    /// </summary>
    public static bool IsUnavailable(this IDatabaseDialect dialect, Exception exception) => exception switch
    {
        DbException ofDatabase => dialect.Errors.IsUnavailable(ofDatabase),
        TimeoutException => true,
        _ => exception.InnerException is { } inner && dialect.IsUnavailable(inner),
    };
}
