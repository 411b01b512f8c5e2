namespace Integrations.Core.Storage;

/// <summary>What one kind of SQL says differently, as additions to queries that are written once.</summary>
public interface IDatabaseStatements
{
    /// <summary>Inside a write transaction: locks the rows that the query reads, in its order, until the transaction ends. The query reads one table.</summary>
    IQueryable<TEntity> ForUpdate<TEntity>(IQueryable<TEntity> rows);

    /// <summary>As <see cref="ForUpdate"/>, and leaves out rows that another transaction has locked, so that nodes share work instead of waiting for each other.</summary>
    IQueryable<TEntity> ForUpdateSkipLocked<TEntity>(IQueryable<TEntity> rows);

    /// <summary>Rows of this process as a table that one statement reads from.</summary>
    /// <param name="columns">Which of them, and how each is read.</param>
    /// <param name="rows">The same type each.</param>
    RowTable Table(IReadOnlyList<RowColumn> columns, IReadOnlyList<object> rows);

    /// <summary>
    /// Inside a write transaction: what is due of each key, the longest due first, as one statement. Rows that another transaction has locked are
    /// left out; the others are locked until the transaction ends.
    /// </summary>
    /// <param name="db">Whose transaction.</param>
    /// <param name="keyColumn">The column that has an index together with <c>DueAt</c>.</param>
    /// <param name="most">How many at most of each key, from 1. Where a database knows one bound for all only, more come.</param>
    /// <param name="now">What is due by then.</param>
    IQueryable<TEntity> LongestDue<TEntity>(IntegrationsDbContext db, string keyColumn, IReadOnlyDictionary<Guid, int> most, DateTimeOffset now)
        where TEntity : class;
}
