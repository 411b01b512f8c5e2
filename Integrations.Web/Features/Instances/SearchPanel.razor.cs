using Integrations.Core.Management;
using Integrations.Core.Search;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Components;

namespace Integrations.Web.Features.Instances;

/// <summary>Search within one integration, as one types. Leaving cancels the vendor's call.</summary>
public sealed partial class SearchPanel(SearchService search, CurrentCaller caller, TimeProvider clock) : IDisposable
{
    private const int Shown = 30;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly LatestOnly _searches = new();
    private SearchHits? _hits;
    private string? _failure;
    private string? _text;
    private bool _working;

    [Parameter, EditorRequired]
    public InstanceView View { get; set; } = null!;

    public void Dispose() => _searches.Dispose();

    protected override Task OnInitializedAsync() =>
        // The prerendered page is thrown away a moment later; a vendor is not asked for it.
        RendererInfo.IsInteractive && View is { Connection: not null, Instance.SearchEnabled: true } ? SearchAsync() : Task.CompletedTask;

    private Task TypeAsync(string? typed)
    {
        _text = typed;
        return RunAsync(Pause);
    }

    private Task SearchAsync() => RunAsync(TimeSpan.Zero);

    private async Task RunAsync(TimeSpan pause)
    {
        (_working, _failure) = (true, null);
        var found = await _searches.RunAsync(async ct =>
        {
            await Task.Delay(pause, clock, ct);
            return new Loaded<SearchHits>(await search.SearchAsync(caller.Value, View.Id, new SearchRequest(_text, Shown) { MayBeOld = true }, ct));
        });
        if (found is not null)
        {
            (_hits, _failure, _working) = (found.Value, found.Failure, false);
        }
    }
}
