using Integrations.Core.Activity;
using Integrations.Core.Management;
using Integrations.Web.Components.Shared;
using Integrations.Web.Features.Activity;
using Integrations.Web.Localization;

namespace Integrations.Web.Features.Home;

/// <summary>A provider's figures, and the slices of charts, in words.</summary>
internal static class HealthLabels
{
    /// <summary>"1.2% (14)"; a dash without any call.</summary>
    public static string Failed(ProviderHealthLine line) => line.FailureShare is { } share
        ? $"{Text.T("{0}%", (100 * share).ToString("0.#", Text.Formats))} ({line.Failed.ToString("N0", Text.Formats)})"
        : "–";

    /// <summary>"420 ms"; a dash where no times were counted.</summary>
    public static string Within(int? milliseconds) => milliseconds switch
    {
        null => "–",
        { } longest when longest >= CallTimes.Longest => Text.T("{0} s or more", CallTimes.Longest / 1_000),
        _ => ActivityLabels.Length(milliseconds.Value),
    };

    /// <summary>Where a slice of a chart begins. A slice of a day or more is a day of UTC, and is called by that.</summary>
    public static string Start(DateTimeOffset time, TimeSpan slice, TimeZoneInfo zone) => slice >= TimeSpan.FromDays(1)
        ? time.UtcDateTime.ToString(Text.T("d MMM"), Text.Formats)
        : zone.Local(time).ToString(slice < TimeSpan.FromHours(6) ? "HH:mm" : Text.T("d MMM"), Text.Formats);
}
