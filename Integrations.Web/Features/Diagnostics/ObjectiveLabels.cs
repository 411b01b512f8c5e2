using Integrations.Core.Diagnostics;
using Integrations.Web.Localization;

namespace Integrations.Web.Features.Diagnostics;

/// <summary>Objectives in words; docs/operations.md has more on what to do.</summary>
internal static class ObjectiveLabels
{
    public static string Name(Objective objective) => objective switch
    {
        Objective.Deliveries => Text.T("Deliveries start in time"),
        Objective.Renewals => Text.T("Tokens renew themselves"),
        Objective.Speed => Text.T("The API is quick"),
        _ => Text.T("The API does not fail"),
    };

    public static string Target(Objective objective) => objective switch
    {
        Objective.Deliveries => Text.T("No delivery is due for more than 30 s; 99.9 % are tried within that"),
        Objective.Renewals => Text.T("At most 0.1 % of renewals end a connection"),
        Objective.Speed => Text.T("99 % within 250 ms, vendors' time left out"),
        _ => Text.T("At most 0.1 % answer with a fault of the hub"),
    };

    public static string WhatToDo(Objective objective) => objective switch
    {
        Objective.Deliveries => Text.T("Look at the doctor for the database and background work, then at the webhooks that are paused or slow."),
        Objective.Renewals => Text.T("Look at which vendor it is (log event 3111): its client secret may have changed. Then its connections are to be reconnected."),
        Objective.Speed => Text.T("Look at the database's latency on the doctor's page and at the load of this machine."),
        _ => Text.T("Look in the log for what failed (event 5001), by the request ids of its answers."),
    };

    /// <summary>How many went right, such as "99.97 %"; cut and not rounded, because 99.999 is not all.</summary>
    public static string Share(ObjectiveWindow window) => window.Counted == 0
        ? Text.T("nothing counted")
        : Text.T("{0}%", (Math.Floor(10_000.0 * (window.Counted - window.Bad) / window.Counted) / 100).ToString("0.##", Text.Formats));

    /// <summary>How much of what may go wrong did.</summary>
    public static string Budget(ObjectiveWindow window) => Text.T("{0} of {1}: {2}% of what may go wrong",
        window.Bad.ToString("N0", Text.Formats), window.Counted.ToString("N0", Text.Formats), (100 * window.Burn).ToString("N0", Text.Formats));
}
