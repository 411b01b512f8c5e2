using System.Data.Common;

namespace Integrations.Core.Storage;

/// <summary>What the exceptions of one driver mean.</summary>
public interface IDatabaseErrors
{
    /// <summary>The database had the last word on uniqueness.</summary>
    bool IsUniqueViolation(DbException exception);

    /// <summary>
    /// The database cannot do it now: it is down, busy, full or read-only. False for what it refuses for good, such as a wrong
    /// statement or a broken constraint; true for other drivers' exceptions.
    /// </summary>
    bool IsUnavailable(DbException exception);

    /// <summary>The kind of a fault, without its text, which may name hosts and users; null for other drivers' exceptions.</summary>
    string? Name(DbException exception);

    /// <summary>What is wrong with the connection string, where the database will say the same at every start; as <see cref="IDatabaseAddress.Refuse"/> says it.</summary>
    string? WrongAddress(DbException exception);
}
