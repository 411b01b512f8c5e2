using Integrations.Core.Activity;
using Integrations.Core.Management;
using Integrations.Web.Localization;

namespace Integrations.Web.Features.Home;

/// <summary>A provider's figures in words.</summary>
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
        { } longest when longest >= CallTimes.Longest => Text.T("more than {0} s", CallTimes.Longest / 1_000),
        >= 1_000 => Text.T("{0} s", (milliseconds.Value / 1_000.0).ToString("0.0", Text.Formats)),
        _ => Text.T("{0} ms", milliseconds.Value),
    };
}
