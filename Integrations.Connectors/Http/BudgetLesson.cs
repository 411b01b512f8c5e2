namespace Integrations.Connectors.Http;

/// <summary>What an answer means for a budget; null for each thing that it says nothing of.</summary>
/// <param name="Limit">Requests in a window.</param>
/// <param name="Left">What is left of them.</param>
/// <param name="SpentUntil">Nothing is left before then.</param>
internal sealed record BudgetLesson(int? Limit, int? Left, DateTimeOffset? SpentUntil)
{
    /// <summary>A vendor that says more is not believed: nothing may wait for ever.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <param name="budget">Whose headers are read.</param>
    /// <param name="response">Of the vendor.</param>
    /// <param name="isRefused">It says that a limit is used up. Which one, its headers say, where there are such.</param>
    /// <param name="now">The time.</param>
    public static BudgetLesson Of(VendorBudget budget, HttpResponseMessage response, bool isRefused, DateTimeOffset now)
    {
        var told = BudgetHeaders.Read(budget, response, now);
        // A refusal beside a budget with room is another's, and only its Retry-After is for all.
        var isSpent = told.Remaining is { } remaining ? remaining == 0 : isRefused;
        var latest = now + LongestPause;
        return (isSpent ? told.Until : isRefused ? told.RetryAt : null) is { } until && until > now
            // It says itself when there is room again, which may be long before a whole window has passed.
            ? new BudgetLesson(told.Limit, null, until > latest ? latest : until)
            : new BudgetLesson(told.Limit, isSpent ? 0 : told.Remaining, null);
    }
}
