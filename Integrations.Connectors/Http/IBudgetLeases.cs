namespace Integrations.Connectors.Http;

/// <summary>Where nodes spend vendors' budgets together. Without one, each counts for itself.</summary>
public interface IBudgetLeases
{
    /// <summary>Leases requests of a budget, and says what a vendor told of it. It takes a second at most, however the database is.</summary>
    /// <returns>How it stands afterwards; null while it cannot be known, and each node counts for itself.</returns>
    Task<BudgetState?> ExchangeAsync(BudgetClaim claim, CancellationToken cancellationToken);

    /// <summary>Says to others how many calls wait at this node.</summary>
    /// <param name="claim">Which budget, and when.</param>
    /// <param name="people">Calls of people.</param>
    /// <param name="jobs">Calls of work that can wait.</param>
    /// <param name="until">When that is no longer so.</param>
    /// <param name="cancellationToken">Ends the telling.</param>
    Task TellWaitingAsync(BudgetClaim claim, int people, int jobs, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>How a budget stands, of which nothing is taken.</summary>
    /// <returns>Null while it cannot be known.</returns>
    Task<BudgetState?> LookAsync(BudgetClaim claim, CancellationToken cancellationToken);
}
