namespace Integrations.Connectors.Http;

/// <summary>The request was not sent: the vendor's budget had no room for it, nor would have had soon.</summary>
/// <param name="wait">When there is room again.</param>
public sealed class BudgetSpentException(TimeSpan wait) : IOException("The vendor's budget is spent for now.")
{
    /// <summary>How long until there is room; more than zero.</summary>
    public TimeSpan Wait => wait;

    /// <summary>An earlier request of the same call was sent, and may have been done: only its repeat was not.</summary>
    public bool HasSent { get; init; }
}
