using Integrations.Core.Linking;
using Integrations.Core.Search;
using Integrations.Web.Components.Shared;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace Integrations.Web.Features.Linking;

/// <summary>
/// What all pickers share: they ask every source at once, show answers as they come, follow the arrow keys and link with
/// one click or Enter. The list is a listbox that the search box controls, so the focus stays where the typing is.
/// </summary>
public abstract class Picker : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly LatestOnly _searches = new();
    private readonly List<SearchOutcome> _outcomes = [];
    private readonly HashSet<(Guid Integration, string Entity)> _linkedHere = [];
    private IJSObjectReference? _script;

    [Parameter, EditorRequired]
    public string EntityType { get; set; } = "";

    [Parameter, EditorRequired]
    public Guid EntityId { get; set; }

    /// <summary>Integrations to ask; connected ones only.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<LinkSource> Sources { get; set; } = [];

    /// <summary>What is linked already: shown, but not offered again.</summary>
    [Parameter]
    public IReadOnlyList<EntityLinkView> Links { get; set; } = [];

    /// <summary>What would be asked too, were it connected: shown with the way to reconnect.</summary>
    [Parameter]
    public IReadOnlyList<LinkSource> Broken { get; set; } = [];

    [Parameter]
    public EventCallback<EntityLinkView> OnLinked { get; set; }

    [Parameter]
    public EventCallback OnClose { get; set; }

    [CascadingParameter]
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    [Inject]
    internal SearchService Search { get; set; } = null!;

    [Inject]
    internal LinkService Linking { get; set; } = null!;

    [Inject]
    internal CurrentCaller Current { get; set; } = null!;

    [Inject]
    internal TimeProvider Clock { get; set; } = null!;

    [Inject]
    internal IJSRuntime Script { get; set; } = null!;

    /// <summary>The box that is focused when the picker opens.</summary>
    protected ElementReference Box { get; set; }

    /// <summary>The one account whose things are shown; null shows those of all.</summary>
    protected Guid? Only { get; private set; }

    protected string TypedText { get; set; } = "";

    protected bool IsSearching { get; private set; }

    /// <summary>Why linking was refused; null while all is well.</summary>
    protected string? LinkFailure { get; private set; }

    protected IReadOnlyList<SearchOutcome> Outcomes => _outcomes;

    protected IEnumerable<SearchOutcome> FailedOutcomes => _outcomes.Where(outcome => outcome.Failure is not null);

    /// <summary>Sources that have not answered yet.</summary>
    protected IEnumerable<LinkSource> Awaited => IsSearching ? Sources.Where(source => _outcomes.TrueForAll(outcome => outcome.InstanceId != source.IntegrationId)) : [];

    /// <summary>Everything found, with where it came from.</summary>
    protected IEnumerable<Choice> Found => _outcomes.Where(outcome => Only is null || outcome.InstanceId == Only).SelectMany(outcome => outcome.Hits.Items.Select(item => new Choice(Source(outcome.InstanceId), item)));

    /// <summary>The choices in the order in which they are shown; the arrow keys follow it.</summary>
    protected abstract IReadOnlyList<Choice> Choices { get; }

    protected Choice? Active { get; set; }

    protected Choice? Busy { get; private set; }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _searches.Dispose();
        if (_script is not null)
        {
            try
            {
                await _script.DisposeAsync();
            }
            catch (JSDisconnectedException)
            {
                // The browser has gone, and its script with it.
            }
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await Focus.MoveIntoAsync(Box);
            _script = await Script.InvokeAsync<IJSObjectReference>("import", "./picker.js");
        }
    }

    /// <summary>Asks all sources; what an earlier question still brings is dropped.</summary>
    protected async Task AskAsync(SearchRequest request, bool typing = false)
    {
        IsSearching = true;
        var finished = await _searches.RunAsync(async cancellationToken =>
        {
            if (typing)
            {
                // While letters follow each other, only the last one searches.
                await Task.Delay(Pause, Clock, cancellationToken);
            }

            _outcomes.Clear();
            Active = null;
            var question = new GlobalSearchRequest(request with { UnknownTypesAreErrors = false }) { Integrations = [.. Sources.Select(source => source.IntegrationId)] };
            await foreach (var outcome in Search.SearchAllAsync(Current.Value, question, cancellationToken))
            {
                _outcomes.Add(outcome);
                StateHasChanged();
            }

            return this;
        });
        if (finished is not null)
        {
            IsSearching = false;
        }
    }

    protected async Task LinkAsync(Choice choice)
    {
        // A second click may arrive before the first one's answer (SECURITY B8); linking twice is harmless but pointless.
        if (Busy is not null || IsLinked(choice))
        {
            return;
        }

        (Busy, LinkFailure) = (choice, null);
        var request = new LinkRequest(EntityType, EntityId, choice.Source.IntegrationId, choice.Entity.Id) { Copy = choice.Entity };
        var linked = await Linking.LinkEntityToIntegrationAsync(Current.Value, request, CancellationToken.None);
        Busy = null;
        if (linked.TryGet(out var link, out var failure))
        {
            _linkedHere.Add((link.IntegrationId, link.External.Id));
            await OnLinked.InvokeAsync(link);
        }
        else
        {
            LinkFailure = failure.Message;
        }
    }

    protected async Task OnKeyAsync(KeyboardEventArgs key)
    {
        switch (key.Key)
        {
            case "ArrowDown":
                await MoveAsync(1);
                break;
            case "ArrowUp":
                await MoveAsync(-1);
                break;
            case "Enter" when Active is { } active:
                await LinkAsync(active);
                break;
            case "Escape":
                await OnClose.InvokeAsync();
                break;
        }
    }

    // What was active may not be shown any more: Enter would link something unseen.
    protected void ShowOnly(Guid? integration) => (Only, Active) = (integration, null);

    protected bool IsLinked(Choice choice) =>
        _linkedHere.Contains((choice.Source.IntegrationId, choice.Entity.Id))
        || Links.Any(link => link.IntegrationId == choice.Source.IntegrationId && link.External.Id == choice.Entity.Id);

    /// <summary>The element's id of a choice; its place tells, because vendors' ids hold any characters.</summary>
    protected string? IdOf(Choice? choice) =>
        choice is not null && Choices.ToList().IndexOf(choice) is >= 0 and var place ? $"choice-{place}" : null;

    private async Task MoveAsync(int by)
    {
        var choices = Choices.ToList();
        if (choices.Count == 0)
        {
            return;
        }

        var place = Active is null ? (by > 0 ? 0 : choices.Count - 1) : choices.IndexOf(Active) + by;
        Active = choices[Math.Clamp(place, 0, choices.Count - 1)];
        if (_script is not null)
        {
            await _script.InvokeVoidAsync("reveal", IdOf(Active));
        }
    }

    private LinkSource Source(Guid integration) => Sources.First(source => source.IntegrationId == integration);
}
