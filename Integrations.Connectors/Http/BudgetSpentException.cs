namespace Integrations.Connectors.Http;

/// <summary>The call was not made: the vendor's budget had no room for it, nor would have had soon.</summary>
/// <param name="wait">When there is room again.</param>
public sealed class BudgetSpentException(TimeSpan wait) : IOException("The vendor's budget is spent for now.")
{
    /// <summary>How long until there is room; more than zero.</summary>
    public TimeSpan Wait => wait;
}
