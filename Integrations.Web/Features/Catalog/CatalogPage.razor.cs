using Integrations.Connectors.Manifest;
using Integrations.Core.Catalog;
using Integrations.Core.Management;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Catalog;

/// <summary>What can be connected. Search and category live in the address.</summary>
public sealed partial class CatalogPage(CatalogService catalog, InstanceService instances, CurrentCaller caller, NavigationManager navigation) : IDisposable
{
    private readonly LatestOnly _loads = new();
    private IReadOnlyList<CatalogEntry>? _all;
    private IReadOnlyDictionary<string, int> _connected = new Dictionary<string, int>(StringComparer.Ordinal);
    private string? _failure;
    private string? _text;
    private string? _address;

    [SupplyParameterFromQuery(Name = "q")]
    private string? Query { get; set; }

    [SupplyParameterFromQuery(Name = "category")]
    private string? Category { get; set; }

    public void Dispose() => _loads.Dispose();

    protected override Task OnInitializedAsync() => LoadAsync();

    protected override void OnParametersSet()
    {
        // What is being typed outranks the address, until someone goes back or follows a link.
        if (Query != _address)
        {
            (_text, _address) = (Query, Query);
        }
    }

    private async Task LoadAsync()
    {
        _failure = null;
        var found = await _loads.RunAsync(async cancellationToken =>
        {
            var offered = await catalog.ListOfferedAsync(caller.Value, new ProviderFilter(), new PageRequest(PageRequest.MaxLimit), cancellationToken);
            _connected = await instances.CountConnectedAsync(caller.Value, cancellationToken);
            return new Loaded<Page<CatalogEntry>>(offered);
        });
        if (found is not null)
        {
            (_all, _failure) = (found.Value?.Items, found.Failure);
        }
    }

    private void Search(string? typed)
    {
        _text = typed;
        _address = string.IsNullOrWhiteSpace(_text) ? null : _text;
        navigation.NavigateTo(AddressOf(Category), replace: true);
    }

    private IEnumerable<TabLink> Categories(List<CatalogEntry> found) =>
    [
        new(Text.T("All"), AddressOf(null), Category is null, found.Count),
        .. _all!.GroupBy(entry => entry.Document.Category).OrderBy(group => Position(group.Key))
            .Select(group => new TabLink(CatalogLabels.Category(group.Key), AddressOf(group.Key), Category == group.Key, found.Count(entry => entry.Document.Category == group.Key))),
    ];

    private string AddressOf(string? category) => navigation.GetUriWithQueryParameters("/catalog", new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["q"] = string.IsNullOrWhiteSpace(_text) ? null : _text,
        ["category"] = category,
    });

    private static int Position(string category) => ProviderCategories.All.ToList().IndexOf(category) is var index and >= 0 ? index : int.MaxValue;
}
