using Integrations.Core.Common;
using Integrations.Core.Linking;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.People;

/// <summary>The organization's people by name. Search and page live in the address.</summary>
public sealed partial class PeoplePage(PersonService people, CurrentCaller caller, NavigationManager navigation, TimeProvider clock) : IDisposable
{
    private const int PageSize = 50;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    private readonly LatestOnly _loads = new();
    private Page<PersonRow>? _page;
    private string? _failure;
    private string? _text;

    // What the box begins with. It is not bound to what is typed: an answer that comes late would take letters away.
    private string? _firstText;
    private int _number = 1;

    [SupplyParameterFromQuery(Name = "q")]
    private string? Query { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private int? Number { get; set; }

    public void Dispose() => _loads.Dispose();

    protected override Task OnParametersSetAsync()
    {
        _number = Math.Clamp(Number ?? 1, 1, PageRequest.MaxOffset / PageSize);
        _firstText ??= Query ?? "";
        _text ??= Query;
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

    private async Task SearchAsync(ChangeEventArgs typed)
    {
        _text = typed.Value as string;
        // While letters follow each other, only the last one searches.
        if (await _loads.RunAsync(async cancellationToken => { await Task.Delay(Pause, clock, cancellationToken); return this; }) is not null)
        {
            navigation.NavigateTo(AddressOf(1), replace: true);
        }
    }

    private string AddressOf(int number) => navigation.GetUriWithQueryParameters("/people", new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["q"] = string.IsNullOrWhiteSpace(_text) ? null : _text,
        ["page"] = number == 1 ? null : number,
    });
}
