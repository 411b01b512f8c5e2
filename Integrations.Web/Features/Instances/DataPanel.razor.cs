using System.Text.Json.Nodes;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Manifest;
using Integrations.Core.Management;
using Integrations.Core.Search;
using Integrations.Core.Widgets;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Features.Widgets;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Instances;

/// <summary>001's data widget: things of one kind as a table of chosen fields, filtered. The choice is in the address, so that it can be shared.</summary>
public sealed partial class DataPanel(WidgetService widgets, CurrentCaller caller, NavigationManager navigation, TimeProvider clock) : IDisposable
{
    private const int Rows = 25;

    /// <summary>Columns that say something of every kind, where no one chose.</summary>
    private const int ColumnsAtFirst = 5;

    private const string Title = "title";

    private static readonly string[] Common = [Title, "description"];

    /// <summary>Long, or said by the title already.</summary>
    private static readonly string[] Quiet = [.. Common, EntityFields.Key, EntityFields.AvatarUrl, EntityFields.JoinUrl, EntityFields.AllDay, EntityFields.TimeZone];

    /// <summary>What people look for first, in this order.</summary>
    private static readonly string[] Telling =
    [
        EntityFields.Start, EntityFields.Status, "kind", EntityFields.Assignee, EntityFields.Organizer, EntityFields.Author, EntityFields.Email, "amount", EntityFields.Container, EntityFields.Size, EntityFields.UpdatedAt, EntityFields.CreatedAt,
    ];

    private readonly LatestOnly _loads = new();
    private readonly SortedDictionary<string, string> _filters = new(StringComparer.Ordinal);
    private List<string> _chosen = [];
    private ProviderEntity? _kind;
    private Page<JsonObject>? _rows;
    private DateTimeOffset? _readAt;
    private string? _failure;
    private string? _shown;
    private string? _read;
    private bool _working;

    [CascadingParameter]
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    [Parameter, EditorRequired]
    public InstanceView View { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "kind")]
    private string? Kind { get; set; }

    /// <summary>Names with commas between.</summary>
    [SupplyParameterFromQuery(Name = "fields")]
    private string? Chosen { get; set; }

    /// <summary><c>status:open</c>, once for each filter.</summary>
    [SupplyParameterFromQuery(Name = "where")]
    private string[]? Where { get; set; }

    private IReadOnlyList<ProviderEntity> Kinds =>
        [.. View.Provider?.Connector?.Manifest.Entities.Where(e => e.Searchable && (View.Instance.SearchableEntities.Count == 0 || View.Instance.SearchableEntities.Contains(e.Name))) ?? []];

    private IReadOnlyList<string> Fields => [.. Common, .. _kind?.Fields.Select(f => f.Name).Except(Common, StringComparer.Ordinal) ?? []];

    private IReadOnlyList<string> Filterable => [.. _kind?.Fields.Select(f => f.Name).Where(f => !_filters.ContainsKey(f)) ?? []];

    private IReadOnlyList<string> Columns => _chosen.Count > 0 ? _chosen : [.. AtFirst];

    private IEnumerable<string> AtFirst =>
        new[] { Title }.Concat(Telling.Where(name => Fields.Contains(name, StringComparer.Ordinal)).Concat(Fields.Except(Telling, StringComparer.Ordinal).Except(Quiet, StringComparer.Ordinal)).Take(ColumnsAtFirst - 1));

    private IEnumerable<SelectOption> KindChoices => Kinds.Select(kind => new SelectOption(kind.Name, kind.DisplayName));

    private IEnumerable<SelectOption> FilterChoices => Filterable.Select(name => new SelectOption(name, WidgetLabels.Field(name))).Prepend(new SelectOption("", Text.T("Filter by")));

    /// <summary>What the address asks for; a change of it, such as by a saved filter, is taken over.</summary>
    private string Asked => $"{View.Id}\n{Kind}\n{Chosen}\n{string.Join('\n', Where ?? [])}";

    /// <summary>What the vendor is asked for. Columns are no part of it: all of them come with the rows.</summary>
    private string Needed => $"{View.Id}\n{_kind?.Name}\n{string.Join('\n', Wanted().Select(f => $"{f.Key}:{f.Value}"))}";

    public void Dispose() => _loads.Dispose();

    protected override Task OnParametersSetAsync()
    {
        if (_shown == Asked)
        {
            return Task.CompletedTask;
        }

        _shown = Asked;
        _kind = Kinds.FirstOrDefault(k => k.Name == Kind) ?? (Kinds.Count > 0 ? Kinds[0] : null);
        var chosen = (Chosen ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        _chosen = [.. Fields.Where(field => chosen.Contains(field, StringComparer.Ordinal))];
        _filters.Clear();
        foreach (var filter in Where ?? [])
        {
            if (filter.Split(':', 2) is [var field, var value] && _kind?.Fields.Any(f => f.Name == field) == true)
            {
                _filters[field] = value;
            }
        }

        // The prerendered page is thrown away a moment later; a vendor is not asked for it.
        return RendererInfo.IsInteractive && View is { Connection: not null, Instance.SearchEnabled: true } && _kind is not null && _read != Needed ? ReadAsync() : Task.CompletedTask;
    }

    private Task ChooseKindAsync(string? name)
    {
        _kind = Kinds.FirstOrDefault(k => k.Name == name) ?? _kind;
        _chosen = [];
        _filters.Clear();
        return LoadAsync();
    }

    private void Toggle(string field, bool on)
    {
        var before = Columns;
        _chosen = [.. Fields.Where(f => f == field ? on : before.Contains(f, StringComparer.Ordinal))];
        ShowInAddress();
    }

    private void AddFilter(string? field)
    {
        if (!string.IsNullOrEmpty(field))
        {
            _filters[field] = "";
        }
    }

    private Task TakeAwayAsync(string field)
    {
        _filters.Remove(field);
        return LoadAsync();
    }

    private Task LoadAsync()
    {
        var read = ReadAsync();
        ShowInAddress();
        return read;
    }

    private void ShowInAddress()
    {
        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["kind"] = _kind?.Name,
            ["fields"] = _chosen.Count == 0 ? null : string.Join(',', _chosen),
            ["where"] = Wanted().Select(f => $"{f.Key}:{f.Value}").ToArray(),
        };
        navigation.NavigateTo(navigation.GetUriWithQueryParameters($"/integrations/{View.Id}/data", parameters), replace: true);
    }

    private async Task ReadAsync()
    {
        (_working, _failure, _read) = (true, null, Needed);
        var request = new SearchRequest(null, Rows) { EntityTypes = [_kind!.Name], Filters = Wanted() };
        // All columns are asked for, so that showing another one asks the vendor for nothing new; the address of the thing comes with them.
        var found = await _loads.RunAsync(async ct => new Loaded<Page<JsonObject>>(await widgets.DataAsync(caller.Value, View.Id, request, [], ct)));
        if (found is not null)
        {
            (_rows, _failure, _working, _readAt) = (found.Value, found.Failure, false, clock.GetUtcNow());
        }
    }

    private Dictionary<string, string> Wanted() => _filters.Where(f => !string.IsNullOrWhiteSpace(f.Value)).ToDictionary(f => f.Key, f => f.Value.Trim(), StringComparer.Ordinal);

    private string KindOf(string column) => _kind?.Fields.FirstOrDefault(field => field.Name == column)?.Type ?? "string";
}
