using Integrations.Core.Management;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Home;

/// <summary>How each provider did over a day, a week or a month. Period and provider live in the address.</summary>
public sealed partial class ProviderHealthPage(ProviderHealthService health, CurrentCaller caller, NavigationManager navigation) : IDisposable
{
    private const string Home = "/provider-health";
    private const string Marked = "chosen";

    private readonly LatestOnly _loads = new();
    private ProviderHealth? _health;
    private string? _failure;
    private string? _loaded;

    /// <summary>How far back: 24h, 7d or 30d.</summary>
    [SupplyParameterFromQuery(Name = "period")]
    private string? Period { get; set; }

    /// <summary>The key of the provider whose calls the chart shows; null for all.</summary>
    [SupplyParameterFromQuery(Name = "provider")]
    private string? Provider { get; set; }

    private static (string Key, string Word, UsagePeriod Period)[] Periods =>
        [("24h", Text.T("24 hours"), UsagePeriod.Day), ("7d", Text.T("7 days"), UsagePeriod.Week), ("30d", Text.T("30 days"), UsagePeriod.Month)];

    private (string Key, string Word, UsagePeriod Period) Span => Periods.FirstOrDefault(period => period.Key == Period, Periods[0]);

    private IEnumerable<TabLink> PeriodChips => Periods.Select(period => new TabLink(period.Word, AddressOf(period: period.Key), period.Key == Span.Key));

    private ProviderHealthLine? Chosen => _health?.Lines.FirstOrDefault(line => line.Key == Provider);

    private IReadOnlyList<UsageSlice> Shown => Chosen?.Slices
        ?? [.. _health!.Starts.Select((start, index) => new UsageSlice(start, _health.Lines.Sum(line => line.Slices[index].Succeeded), _health.Lines.Sum(line => line.Slices[index].Failed)))];

    public void Dispose() => _loads.Dispose();

    // Another provider is only drawn, and not read again.
    protected override Task OnParametersSetAsync() => _loaded == Span.Key ? Task.CompletedTask : LoadAsync();

    private async Task LoadAsync()
    {
        (_failure, _loaded) = (null, Span.Key);
        var found = await _loads.RunAsync(async ct => new Loaded<ProviderHealth>(await health.GetAsync(caller.Value, Span.Period, ct)));
        if (found is not null)
        {
            (_health, _failure) = (found.Value, found.Failure);
        }
    }

    private string AddressOf(string? period = null, string? provider = null) => navigation.GetUriWithQueryParameters(Home, new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["period"] = (period ?? Span.Key) is var key && key == Periods[0].Key ? null : key,
        ["provider"] = provider is null ? Provider : provider.Length == 0 ? null : provider,
    });
}
