using Integrations.Connectors.Entities;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Search;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Integrations.Web.Features.Search;

/// <summary>One search over everything connected; each system's results appear as soon as it answers. The words live in the address.</summary>
public sealed partial class SearchPage(SearchService search, InstanceService instances, CurrentCaller caller, NavigationManager navigation) : IDisposable
{
    private const int PerSystem = 10;

    /// <summary>Of each system, so that none stands a page below another.</summary>
    private const int AtFirst = 3;

    private readonly LatestOnly _searches = new();
    private readonly Dictionary<Guid, SearchOutcome> _outcomes = [];
    private readonly HashSet<string> _wide = new(StringComparer.Ordinal);
    private MudTextField<string>? _box;
    private IReadOnlyList<InstanceView>? _targets;
    private string? _failure;
    private string? _text;
    private string? _searched;

    [SupplyParameterFromQuery(Name = "q")]
    private string? Query { get; set; }

    /// <summary><c>kind</c>, or nothing for "by system".</summary>
    [SupplyParameterFromQuery(Name = "group")]
    private string? Group { get; set; }

    private bool ByKind => Group == "kind";

    private TabLink[] Groups =>
    [
        new(Text.T("By system"), AddressOf(byKind: false), !ByKind),
        new(Text.T("By kind"), AddressOf(byKind: true), ByKind),
    ];

    /// <summary>Answered, and has nothing under these words.</summary>
    private List<InstanceView> Silent => [.. (_targets ?? []).Where(t => _outcomes.TryGetValue(t.Id, out var o) && o.Status == SearchStatus.Ok && o.Hits.Items.Count == 0)];

    /// <summary>Did not answer; they stand at the end, folded, because what was found is what was asked for.</summary>
    private List<InstanceView> Troubled => [.. (_targets ?? []).Where(t => _outcomes.TryGetValue(t.Id, out var o) && o.Status != SearchStatus.Ok && (ByKind || o.Hits.Items.Count == 0))];

    private List<(InstanceView Target, ExternalEntity Entity)> Hits =>
        [.. (_targets ?? []).SelectMany(t => _outcomes.TryGetValue(t.Id, out var o) ? o.Hits.Items.Select(e => (t, e)) : [])];

    private string Verdict
    {
        get
        {
            var (found, answered, asked) = (Hits.Count, _targets!.Count(t => _outcomes[t.Id].Status == SearchStatus.Ok), _targets!.Count);
            return (found, asked) switch
            {
                (0, 1) => Text.T("Nothing found in {0} of {1} system", answered, asked),
                (0, _) => Text.T("Nothing found in {0} of {1} systems", answered, asked),
                (_, 1) => Text.T("{0} found in {1} of {2} system", found, answered, asked),
                _ => Text.T("{0} found in {1} of {2} systems", found, answered, asked),
            };
        }
    }

    public void Dispose() => _searches.Dispose();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && _box is not null && RendererInfo.IsInteractive && string.IsNullOrWhiteSpace(Query))
        {
            await Focus.MoveIntoAsync(_box);
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        _text ??= Query;
        // The prerendered page is thrown away a moment later; no vendor is asked for it.
        if (!RendererInfo.IsInteractive)
        {
            return;
        }

        if (_targets is null)
        {
            await FindTargetsAsync();
        }

        if (Query != _searched)
        {
            (_text, _searched) = (Query, Query);
            await SearchAsync();
        }
    }

    private async Task FindTargetsAsync()
    {
        var listed = await instances.ListAsync(caller.Value, new InstanceFilter(), new PageRequest(PageRequest.MaxLimit), CancellationToken.None);
        _failure = listed.Failure?.Message;
        _targets = listed.IsSuccess
            ? [.. listed.Value.Items.Where(v => v is { Connection: not null, Provider.Connector.CanSearch: true, Instance: { SearchEnabled: true, Status: not InstanceStatus.Disabled } })]
            : null;
    }

    private async Task SearchAsync()
    {
        _outcomes.Clear();
        _wide.Clear();
        _searches.Cancel();
        if (string.IsNullOrWhiteSpace(Query) || _targets is null or [])
        {
            return;
        }

        var request = new GlobalSearchRequest(new SearchRequest(Query, PerSystem) { UnknownTypesAreErrors = false, MayBeOld = true }) { Integrations = [.. _targets.Select(t => t.Id)] };
        await _searches.RunAsync(async ct =>
        {
            await foreach (var outcome in search.SearchAllAsync(caller.Value, request, ct))
            {
                _outcomes[outcome.InstanceId] = outcome;
                StateHasChanged();
            }

            return this;
        });
    }

    /// <summary>What did not answer yet is marked as stopped.</summary>
    private void Stop()
    {
        _searches.Cancel();
        foreach (var target in _targets!.Where(t => !_outcomes.ContainsKey(t.Id)))
        {
            _outcomes[target.Id] = new SearchOutcome(target.Id, target.Name, target.Instance.ProviderKey, SearchStatus.Timeout, SearchHits.None, new Failure(FailureKind.VendorUnavailable, "search.stopped", Text.T("Stopped before it answered.")), TimeSpan.Zero);
        }
    }

    private void Type(string? typed)
    {
        _text = typed;
        navigation.NavigateTo(AddressOf(ByKind), replace: true);
    }

    private Task NowAsync()
    {
        _searched = null;
        navigation.NavigateTo(AddressOf(ByKind), replace: true);
        return Task.CompletedTask;
    }

    private string AddressOf(bool byKind) => navigation.GetUriWithQueryParameters("/search", new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["q"] = string.IsNullOrWhiteSpace(_text) ? null : _text,
        ["group"] = byKind ? "kind" : null,
    });

    /// <summary>Still awaited, or has something to show.</summary>
    private bool IsAnswering(InstanceView target) => !_outcomes.TryGetValue(target.Id, out var outcome) || outcome.Hits.Items.Count > 0;

    private IEnumerable<T> Shown<T>(string key, IReadOnlyList<T> all) => _wide.Contains(key) ? all : all.Take(AtFirst);

    private string KindName(string type) =>
        _targets!.SelectMany(t => t.Provider!.Document.AvailableEntities).FirstOrDefault(e => e.Name == type)?.DisplayName ?? type;
}
