using Integrations.Connectors.Http;
using Integrations.Web.Localization;

namespace Integrations.Web.Features.Instances;

/// <summary>How a vendor's budget is written.</summary>
internal static class BudgetLabels
{
    /// <summary>How much is left, and of how much.</summary>
    public static string Left(BudgetView view) => Text.T("{0:N0} of {1:N0} requests left", view.Left, view.Limit);

    /// <summary>How often it is there anew.</summary>
    public static string Window(TimeSpan window) =>
        window.TotalHours >= 1 && window.TotalMinutes % 60 == 0 ? Text.Count((int)window.TotalHours, "every hour", "every {0} hours")
        : window.TotalMinutes >= 1 && window.TotalSeconds % 60 == 0 ? Text.Count((int)window.TotalMinutes, "every minute", "every {0} minutes")
        : Text.Count((int)window.TotalSeconds, "every second", "every {0} seconds");

    /// <summary>Whose it is, and what counts for it.</summary>
    public static string Scope(VendorBudget budget) => budget switch
    {
        { IsPerClient: true, PathEnd: { } end } => Text.T("Shared by all connections of one client; counts requests whose path ends with {0}", end),
        { IsPerClient: true } => Text.T("Shared by all connections of one client"),
        { PathEnd: { } end } => Text.T("Of this connection; counts requests whose path ends with {0}", end),
        _ => Text.T("Of this connection"),
    };

    /// <summary>When all of it is there again.</summary>
    public static string Refill(BudgetView view, DateTimeOffset now)
    {
        if (view.FullAt is not { } full || full <= now)
        {
            return Text.T("All of it is there");
        }

        var seconds = (int)Math.Ceiling((full - now).TotalSeconds);
        return seconds < 120
            ? Text.Count(seconds, "All of it is there again in 1 second", "All of it is there again in {0} seconds")
            : Text.T("All of it is there again in {0} minutes", (seconds + 59) / 60);
    }

    /// <summary>Who waits for it.</summary>
    public static string Waiting(BudgetView view) => view.PeopleWaiting + view.JobsWaiting == 0
        ? Text.T("No call waits")
        : Text.T("Calls that wait: {0} of people, {1} of jobs", view.PeopleWaiting, view.JobsWaiting);
}
