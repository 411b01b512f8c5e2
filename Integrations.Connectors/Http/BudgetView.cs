namespace Integrations.Connectors.Http;

/// <summary>How a vendor's budget stands, for people.</summary>
/// <param name="Budget">As the provider's file says it.</param>
/// <param name="Limit">Requests in a window: the account's own number where the vendor told it.</param>
/// <param name="Left">Of them; with PostgreSQL of all nodes together.</param>
/// <param name="FullAt">When all of it is there again, if no more is sent; null while it is.</param>
/// <param name="PeopleWaiting">Calls of people that wait for room.</param>
/// <param name="JobsWaiting">Calls of work that can wait which do so.</param>
public sealed record BudgetView(VendorBudget Budget, int Limit, int Left, DateTimeOffset? FullAt, int PeopleWaiting, int JobsWaiting)
{
    /// <summary>False where connections of other organizations share it: how much they have to wait is theirs, and both numbers are zero.</summary>
    public bool ShowsWaiting { get; init; } = true;
}
