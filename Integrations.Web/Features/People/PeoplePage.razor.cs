using Integrations.Core.Linking;
using Integrations.Primitives;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.People;

/// <summary>The organization's people by name. Search and page live in the address.</summary>
public sealed partial class PeoplePage(PersonService people, CurrentCaller caller, NavigationManager navigation) : IDisposable
{
    private const int PageSize = 50;

    private readonly LatestOnly _loads = new();
    private Page<PersonRow>? _page;
    private string? _failure;
    private int _number = 1;

    [SupplyParameterFromQuery(Name = "q")]
    private string? Query { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private int? Number { get; set; }

    public void Dispose() => _loads.Dispose();

    protected override Task OnParametersSetAsync()
    {
        _number = Math.Clamp(Number ?? 1, 1, PageRequest.MaxOffset / PageSize);
        return LoadAsync();
    }

    private async Task LoadAsync()
    {
        _failure = null;
        var request = new PageRequest(PageSize, (_number - 1) * PageSize);
        var found = await _loads.RunAsync(async cancellationToken =>
            new Loaded<Page<PersonRow>>(await people.ListAsync(caller.Value, Query, request, cancellationToken)));
        if (found is not null)
        {
            (_page, _failure) = (found.Value, found.Failure);
        }
    }

    private void Search(string? text) => navigation.NavigateTo(AddressOf(text, 1), replace: true);

    private string AddressOf(string? text, int number) => navigation.GetUriWithQueryParameters("/people", new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["q"] = string.IsNullOrWhiteSpace(text) ? null : text,
        ["page"] = number == 1 ? null : number,
    });
}
