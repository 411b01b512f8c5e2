namespace Integrations.Core.Storage;

/// <summary>What one kind of SQL says differently, as additions to queries that are written once.</summary>
public interface IDatabaseStatements
{
    /// <summary>Inside a write transaction: locks the rows that the query reads, in its order, until the transaction ends. The query reads one table.</summary>
    IQueryable<TEntity> ForUpdate<TEntity>(IQueryable<TEntity> rows);

    /// <summary>As <see cref="ForUpdate"/>, and leaves out rows that another transaction has locked, so that nodes share work instead of waiting for each other.</summary>
    IQueryable<TEntity> ForUpdateSkipLocked<TEntity>(IQueryable<TEntity> rows);

    /// <summary>From here on, and for this context only, <c>upper</c> knows all letters.</summary>
    Task KnowUpperCaseAsync(IntegrationsDbContext db, CancellationToken cancellationToken);
}
