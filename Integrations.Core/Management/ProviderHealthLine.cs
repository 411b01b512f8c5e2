using Integrations.Core.Catalog;

namespace Integrations.Core.Management;

/// <summary>How one provider did.</summary>
/// <param name="Provider">Null only for a provider that has left the catalog.</param>
/// <param name="Integrations">How many of it the caller sees.</param>
/// <param name="Slices">Oldest first, one for each start of <see cref="ProviderHealth"/>.</param>
/// <param name="P95Ms">Within this many milliseconds 95 of 100 calls ended, failed ones too; <see cref="Activity.CallTimes.Longest"/> for that or more, null where no times were counted.</param>
public sealed record ProviderHealthLine(string Key, CatalogEntry? Provider, int Integrations, IReadOnlyList<UsageSlice> Slices, int? P95Ms)
{
    /// <summary>The provider's display name; its key where it has left the catalog.</summary>
    public string Name => Provider?.DisplayName ?? Key;

    /// <summary>Calls of the period.</summary>
    public int Total => Slices.Sum(slice => slice.Total);

    /// <summary>Those of them that failed.</summary>
    public int Failed => Slices.Sum(slice => slice.Failed);

    /// <summary>0 to 1; null without any call.</summary>
    public double? FailureShare => Total == 0 ? null : (double)Failed / Total;
}
