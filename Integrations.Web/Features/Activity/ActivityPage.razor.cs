using System.Globalization;
using Integrations.Connectors;
using Integrations.Core.Activity;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Activity;

/// <summary>The activity log. Filters, place and the open row live in the address; new rows are told, not pushed in.</summary>
public sealed partial class ActivityPage(
    ActivityService activity, ActivityLog log, InstanceService instances, ConnectorCatalog connectors, CurrentCaller caller, NavigationManager navigation, TimeProvider clock) : IDisposable
{
    private const int PageSize = 50;
    private const string Chosen = "selected";

    private readonly LatestOnly _loads = new();
    private readonly CultureInfo _language = CultureInfo.CurrentUICulture;
    private CursorPage<ActivityRow>? _page;
    private IReadOnlyList<InstanceView> _instances = [];
    private string? _failure;
    private string? _loaded;
    private int _newer;
    private int _filters;
    private bool _isGone;

    [CascadingParameter]
    private TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    [SupplyParameterFromQuery(Name = "integration")]
    private string? Integration { get; set; }

    [SupplyParameterFromQuery(Name = "type")]
    private string? Type { get; set; }

    [SupplyParameterFromQuery(Name = "status")]
    private string? Status { get; set; }

    /// <summary>A key of <see cref="LogFilter.Spans"/>.</summary>
    [SupplyParameterFromQuery(Name = "span")]
    private string? Span { get; set; }

    /// <summary>The cursor of this page; nothing on the newest.</summary>
    [SupplyParameterFromQuery(Name = "before")]
    private string? Before { get; set; }

    /// <summary>The row whose details are open.</summary>
    [SupplyParameterFromQuery(Name = "row")]
    private string? Row { get; set; }

    private IEnumerable<SelectOption> Choices =>
        [new("", Text.T("All integrations")), .. _instances.Select(view => new SelectOption(view.Id.ToString(), view.Name)), .. _isGone ? [new SelectOption(Integration!, Text.T("A deleted integration"))] : Array.Empty<SelectOption>()];

    private static IEnumerable<SelectOption> Kinds => [new("", Text.T("All kinds")), .. ActivityTypes.All.Select(type => new SelectOption(type, ActivityLabels.Type(type)))];

    private TabLink[] Results =>
    [
        new(Text.T("All"), AddressOf((nameof(Status), null)), Status is null),
        new(Text.T("Success"), AddressOf((nameof(Status), "success")), Status == "success"),
        new(Text.T("Failed"), AddressOf((nameof(Status), "failed")), Status == "failed"),
    ];

    private bool IsFiltered => Integration is not null || Type is not null || Status is not null || Span is not null;

    private ActivityRow? Selected => Guid.TryParse(Row, out var id) ? _page?.Items.FirstOrDefault(r => r.Id == id) : null;

    private ActivityFilter Filter => LogFilter.Activity(Integration, Type, Status, Span, clock.GetUtcNow());

    public void Dispose()
    {
        log.Recorded -= OnRecorded;
        _loads.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        log.Recorded += OnRecorded;
        var listed = await instances.ListAsync(caller.Value, new InstanceFilter(), new PageRequest(PageRequest.MaxLimit), CancellationToken.None);
        _instances = listed.IsSuccess ? listed.Value.Items : [];
    }

    protected override async Task OnParametersSetAsync()
    {
        // Opening a row's details is no reason to read the list again.
        var wanted = string.Join('|', Integration, Type, Status, Span, Before);
        if (wanted != _loaded)
        {
            _loaded = wanted;
            await LoadAsync();
            var isGone = Guid.TryParse(Integration, out var id) && (await instances.GetAsync(caller.Value, id, CancellationToken.None)).Failure is { Kind: FailureKind.NotFound };
            // The filter may have been changed meanwhile.
            _isGone = _loaded == wanted ? isGone : _isGone;
        }
    }

    private async Task LoadAsync()
    {
        (_failure, _newer) = (null, 0);
        var found = await _loads.RunAsync(async ct => new Loaded<CursorPage<ActivityRow>>(await activity.ListAsync(caller.Value, Filter, Before, PageSize, ct)));
        if (found is not null)
        {
            (_page, _failure) = (found.Value, found.Failure);
        }
    }

    private Task NewestAsync()
    {
        if (Before is not null)
        {
            Go((nameof(Before), null));
            return Task.CompletedTask;
        }

        return LoadAsync();
    }

    private void OnRecorded(IReadOnlyList<ActivityEntry> entries) => _ = InvokeAsync(Languages.In(_language, () =>
    {
        var (who, filter) = (caller.Value, Filter);
        var mine = entries.AsQueryable().VisibleTo(who).Count(e =>
            (filter.InstanceId == null || e.InstanceId == filter.InstanceId) && (filter.Type == null || e.Type == filter.Type) && (filter.Status == null || e.Status == filter.Status));
        if (mine > 0)
        {
            _newer += mine;
            StateHasChanged();
        }

        return Task.CompletedTask;
    }));

    private void Go(params ReadOnlySpan<(string Name, string? Value)> changes) => navigation.NavigateTo(AddressOf(changes));

    private string ExportOf(string format) => AddressOf((nameof(Before), null)).Replace("/activity", $"/activity/export/{format}", StringComparison.Ordinal);

    /// <summary>This page with some members changed; place and open row are kept only where they are named.</summary>
    private string AddressOf(params ReadOnlySpan<(string Name, string? Value)> changes)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["integration"] = Integration,
            ["type"] = Type,
            ["status"] = Status,
            ["span"] = Span,
            ["before"] = null,
            ["row"] = null,
        };
        foreach (var (name, value) in changes)
        {
            members[name.ToLowerInvariant()] = string.IsNullOrEmpty(value) ? null : value;
        }

        return navigation.GetUriWithQueryParameters("/activity", members);
    }
}
