using System.Globalization;
using Integrations.Core.Activity;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Features.Instances;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Home;

/// <summary>How everything connected is doing; activity appears as it happens.</summary>
public sealed partial class Dashboard(InstanceService instances, UsageService usage, ActivityService activity, ActivityLog log, InstanceRemedy fixer, CurrentCaller caller,
    TimeProvider clock) : IDisposable
{
    private const int RecentRows = 8;

    // What programs ask of the hub itself would push out what was done at vendors.
    private static readonly IReadOnlyList<string> ThroughIntegrations = [.. ActivityTypes.All.Where(type => type != ActivityTypes.Tool)];
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(1);
    private static (string Key, string Word, UsagePeriod Period)[] Periods =>
        [("1h", Text.T("1 hour"), UsagePeriod.Hour), ("24h", Text.T("24 hours"), UsagePeriod.Day), ("7d", Text.T("7 days"), UsagePeriod.Week), ("30d", Text.T("30 days"), UsagePeriod.Month)];

    private readonly LatestOnly _loads = new();
    private readonly CultureInfo _language = CultureInfo.CurrentUICulture;
    private readonly LatestOnly _charts = new();
    private readonly LatestOnly _refreshes = new();
    private IReadOnlyList<InstanceView>? _views;
    private IReadOnlyList<ActivityRow> _recent = [];
    private List<InstanceView> _needy = [];
    private Usage? _usage;
    private string? _failure;
    private string? _shown;
    private int _today;
    private double? _rate;
    private IReadOnlyList<double> _callsTrend = [];
    private IReadOnlyList<double> _rateTrend = [];

    [CascadingParameter]
    private TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    /// <summary>How far back the chart looks: 1h, 24h, 7d or 30d.</summary>
    [Parameter]
    public string? Period { get; set; }

    private (string Key, string Word, UsagePeriod Period) Shown => Periods.FirstOrDefault(p => p.Key == Period, Periods[1]);

    private IEnumerable<TabLink> PeriodChips =>
        Periods.Select(period => new TabLink(period.Word, period.Key == "24h" ? "/" : $"/?period={period.Key}", period.Key == Shown.Key));

    public void Dispose()
    {
        log.Recorded -= OnRecorded;
        _loads.Dispose();
        _charts.Dispose();
        _refreshes.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        log.Recorded += OnRecorded;
        await LoadAsync();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_shown != Shown.Key && _views is not null)
        {
            await LoadChartAsync();
        }
    }

    private Task LoadAsync() => LoadAsync(isRefresh: false);

    private async Task LoadAsync(bool isRefresh)
    {
        _failure = null;
        var found = await _loads.RunAsync(async ct =>
        {
            var who = caller.Value;
            var listed = await instances.ListAsync(who, new InstanceFilter(), new PageRequest(PageRequest.MaxLimit), ct);
            var recent = await activity.ListAsync(who, new ActivityFilter { Types = ThroughIntegrations }, cursor: null, RecentRows, ct);
            var day = await usage.GetAsync(who, UsagePeriod.Day, ct);
            (_recent, _today, _rate) = (recent.IsSuccess ? recent.Value.Items : [], day.Total, day.SuccessRate);
            // A week's line hardly moves by one call: it is read when the page is opened, and again only where the week is what is shown.
            var week = isRefresh && Shown.Period != UsagePeriod.Week ? null : await usage.GetAsync(who, UsagePeriod.Week, ct);
            if (week is not null)
            {
                (_callsTrend, _rateTrend) = ([.. week.Slices.Select(slice => (double)slice.Total)], [.. week.Slices.Where(slice => slice.Total > 0).Select(slice => (double)slice.Succeeded / slice.Total)]);
            }

            if (Shown.Period is UsagePeriod.Day or UsagePeriod.Week)
            {
                (_usage, _shown) = (Shown.Period == UsagePeriod.Day ? day : week, Shown.Key);
            }

            return new Loaded<Page<InstanceView>>(listed);
        });
        if (found is not null)
        {
            (_views, _failure) = (found.Value?.Items, found.Failure);
            _needy = [.. (_views ?? []).Where(v => Look(v) is { Tone: Tone.Bad or Tone.Warn } or { Remedy: Remedy.Connect }).OrderBy(v => Look(v).Tone == Tone.Bad ? 0 : 1)];
            if (_shown != Shown.Key)
            {
                await LoadChartAsync();
            }
        }
    }

    private async Task LoadChartAsync()
    {
        _shown = Shown.Key;
        if (await _charts.RunAsync(ct => usage.GetAsync(caller.Value, Shown.Period, ct)) is { } found)
        {
            _usage = found;
        }
    }

    /// <summary>Many rows in one second are one refresh.</summary>
    private void OnRecorded(IReadOnlyList<ActivityEntry> entries)
    {
        var organization = caller.Value.OrganizationId;
        if (entries.Any(e => e.OrganizationId == organization))
        {
            _ = InvokeAsync(Languages.In(_language, async () =>
            {
                if (await _refreshes.RunAsync(async ct => { await Task.Delay(Breath, clock, ct); return this; }) is not null)
                {
                    _shown = null;
                    await LoadAsync(isRefresh: true);
                    StateHasChanged();
                }
            }));
        }
    }

    private InstanceAppearance Look(InstanceView view) => InstanceAppearance.Of(view, clock.GetUtcNow());
}
