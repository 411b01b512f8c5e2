using Integrations.Core.Catalog;
using Integrations.Core.Management;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Catalog;

/// <summary>What can be connected, what is used most first. Search, category, order and page live in the address.</summary>
public sealed partial class CatalogPage(CatalogService catalog, CatalogShelves shelves, InstanceService instances, ProviderPopularity popularity, CurrentCaller caller, NavigationManager navigation) : IDisposable
{
    /// <summary>Rows of two, three, four and five are all full.</summary>
    private const int PageSize = 60;

    private const string ByName = "name";

    private readonly LatestOnly _loads = new();
    private CatalogShelf? _shelf;
    private CatalogFound? _found;
    private IReadOnlyDictionary<string, int> _connected = new Dictionary<string, int>(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, int> _popular = new Dictionary<string, int>(StringComparer.Ordinal);
    private string? _failure;
    private string? _text;
    private string? _address;

    [SupplyParameterFromQuery(Name = "q")]
    private string? Query { get; set; }

    [SupplyParameterFromQuery(Name = "category")]
    private string? Category { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private int? Number { get; set; }

    /// <summary><c>name</c> for the alphabet; nothing for what is used most first.</summary>
    [SupplyParameterFromQuery(Name = "sort")]
    private string? Sort { get; set; }

    private bool IsByName => Sort == ByName;

    private IEnumerable<TabLink> Orders => [new(Text.T("Popular first"), AddressOf(Category, sort: ""), !IsByName), new(Text.T("By name"), AddressOf(Category, sort: ByName), IsByName)];

    public void Dispose() => _loads.Dispose();

    protected override Task OnInitializedAsync() => LoadAsync();

    protected override void OnParametersSet()
    {
        // What is being typed outranks the address, until someone goes back or follows a link.
        if (Query != _address)
        {
            (_text, _address) = (Query, Query);
            _found = _shelf?.Find(_text);
        }
    }

    private async Task LoadAsync()
    {
        _failure = null;
        var found = await _loads.RunAsync(async cancellationToken =>
        {
            var shelf = shelves.Of(await catalog.OfferedAsync(caller.Value, cancellationToken));
            _connected = await instances.CountConnectedAsync(caller.Value, cancellationToken);
            _popular = await popularity.FiguresAsync(cancellationToken);
            return new Loaded<CatalogShelf>(shelf);
        });
        if (found is not null)
        {
            (_shelf, _found, _failure) = (found.Value, found.Value?.Find(_text), found.Failure);
        }
    }

    /// <summary>By how many organizations of this hub use it; of those that are used alike, by how much it can do, and then by name.</summary>
    private IReadOnlyList<CatalogEntry> Shown(CatalogFound found) => IsByName
        ? found.Of(Category)
        : [.. found.Of(Category).OrderByDescending(entry => _popular.GetValueOrDefault(entry.Key)).ThenByDescending(entry => entry.Document.Capabilities.Count)];

    private void Search(string? typed)
    {
        (_text, _found) = (typed, _shelf?.Find(typed));
        _address = string.IsNullOrWhiteSpace(_text) ? null : _text;
        navigation.NavigateTo(AddressOf(Category), replace: true);
    }

    private IEnumerable<TabLink> Categories(CatalogShelf shelf, CatalogFound found) =>
    [
        new(Text.T("All"), AddressOf(null), Category is null, found.Of(null).Count),
        .. shelf.Categories.Select(category => new TabLink(CatalogLabels.Category(category), AddressOf(category), Category == category, found.Of(category).Count)),
    ];

    /// <summary>The first page of it, or another; in this order, or in another.</summary>
    private string AddressOf(string? category, int number = 1, string? sort = null) => navigation.GetUriWithQueryParameters("/catalog", new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["q"] = string.IsNullOrWhiteSpace(_text) ? null : _text,
        ["category"] = category,
        ["sort"] = sort is null ? Sort : sort.Length == 0 ? null : sort,
        ["page"] = number == 1 ? null : number,
    });
}
